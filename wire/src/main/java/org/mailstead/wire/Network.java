package org.mailstead.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses in CIDR notation, such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}.
 *
 * @param address the first one; bits after the prefix are zero
 * @param bits length of the prefix
 */
public record Network(InetAddress address, int bits) {
  private static final int IPV6_CUSTOMER_BITS = 64;
  private static final Network CARRIER = parse("100.64.0.0/10"); // RFC 6598
  private static final Network UNIQUE_LOCAL = parse("fc00::/7"); // RFC 4193

  public Network {
    int most = 8 * address.getAddress().length;
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException("prefix length is not in 0.." + most + ": " + bits);
    }
    address = masked(address, bits);
  }

  /**
   * Reads CIDR notation, or a single address; never asks the DNS.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return new Network(address, 8 * address.getAddress().length);
    }
    try {
      return new Network(address, Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("the prefix length is not a number: " + text);
    }
  }

  /**
   * Whom a limit per address counts as one: an IPv4 address, or an IPv6 /64, which is what a single
   * customer has at least.
   */
  public static Network of(InetAddress address) {
    return new Network(address, Math.min(8 * address.getAddress().length, IPV6_CUSTOMER_BITS));
  }

  public boolean contains(InetAddress other) {
    return other.getAddress().length == address.getAddress().length
        && masked(other, bits).equals(address);
  }

  /** Whether an address is of one in particular, and not of everybody's own machine or network. */
  public static boolean isPublic(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isSiteLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !CARRIER.contains(address)
        && !UNIQUE_LOCAL.contains(address);
  }

  private static InetAddress masked(InetAddress address, int bits) {
    byte[] octets = address.getAddress();
    for (int i = 0; i < octets.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      octets[i] &= (byte) (0xff << (8 - kept));
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 octets", e);
    }
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + bits;
  }
}
