package org.mailstead.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a stranger may send us: to addresses that mean the same machine all over the Internet. Much
 * stricter than {@link Network#isPublic}, which asks whom a client is: here each kind of address
 * that somebody's network could take for its own would be a way in.
 */
final class PublicAddresses {
  /** What the IANA's registry of special addresses has (RFC 6890), multicast, and what is left. */
  private static final List<Network> OTHER_IPV4 =
      networks(
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16", // where clouds tell their machines' secrets, too
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  /** All that was ever given out (RFC 4291 section 2.4), */
  private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");

  /** but for these: 6to4 and Teredo lead to an IPv4 address through whoever relays. */
  private static final List<Network> OTHER_IPV6 =
      networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /** An IPv4 address as machines see it that have IPv6 alone (RFC 6052). */
  private static final Network TRANSLATED = Network.parse("64:ff9b::/96");

  private PublicAddresses() {}

  private static List<Network> networks(String... ranges) {
    return Stream.of(ranges).map(Network::parse).toList();
  }

  static boolean contain(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == 4) {
      return octets[0] != 0 // "this network"
          && octets[0] != 10 // a private one
          && OTHER_IPV4.stream().noneMatch(range -> range.contains(address));
    }
    if (TRANSLATED.contains(address)) {
      return contain(ipv4(Arrays.copyOfRange(octets, 12, 16)));
    }
    // IPv4-mapped and IPv4-compatible ones are in none of it, however Java has read them.
    return GLOBAL_IPV6.contains(address)
        && OTHER_IPV6.stream().noneMatch(range -> range.contains(address));
  }

  private static InetAddress ipv4(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 octets", e);
    }
  }
}
