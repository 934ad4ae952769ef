package org.mailstead.filter.hook;

import java.net.InetAddress;
import java.util.List;

/**
 * What hooks are told of a message before they see it.
 *
 * @param id ours, for their logs
 * @param hostname our own name
 * @param helo what the client calls itself
 * @param login who has signed in; empty for other servers
 * @param encrypted whether the client came by TLS
 * @param sender of MAIL FROM; empty for the null sender
 */
public record HookEnvelope(
    String id,
    String hostname,
    InetAddress client,
    String helo,
    String login,
    boolean encrypted,
    String sender,
    List<String> recipients) {
  public HookEnvelope {
    recipients = List.copyOf(recipients);
  }
}
