package org.mailstead.smtp;

import java.net.InetAddress;
import java.util.List;
import org.mailstead.filter.client.DnsLists;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.client.Reputation;
import org.mailstead.filter.judge.Judge;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.origin.OriginChecks;
import org.mailstead.wire.Network;

/**
 * How mail from other servers is treated.
 *
 * @param handling of mail whose author's domain does not vouch for it
 * @param junk points that are enough for Junk
 * @param lists that are asked about clients
 * @param reputation of clients, shared by all ports
 * @param greylist of strangers who have to come again, shared by all ports
 * @param door limits of what a network may do
 * @param trusted networks whose mail is taken without a question: servers of the operator's own
 */
public record OutsideConfig(
    OriginChecks checks,
    Handling handling,
    Judge judge,
    int junk,
    DnsLists lists,
    Reputation reputation,
    Greylist greylist,
    DoorConfig door,
    List<Network> trusted) {
  public OutsideConfig {
    trusted = List.copyOf(trusted);
  }

  boolean trusts(InetAddress client) {
    return trusted.stream().anyMatch(network -> network.contains(client));
  }
}
