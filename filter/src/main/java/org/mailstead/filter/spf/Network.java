package org.mailstead.filter.spf;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A range of addresses of one family.
 *
 * @param address hexadecimal: 8 digits of IPv4, 32 of IPv6
 */
record Network(String address, int prefix) {
  private static final int IP4_OCTETS = 4;

  static Network of(InetAddress address, int prefix) {
    return new Network(HexFormat.of().formatHex(address.getAddress()), prefix);
  }

  boolean contains(InetAddress client) {
    byte[] net = HexFormat.of().parseHex(address);
    byte[] bits = client.getAddress();
    if (net.length != bits.length) {
      return false;
    }
    for (int i = 0; i < prefix; i++) {
      int mask = 0x80 >> (i & 7);
      if ((net[i >> 3] & mask) != (bits[i >> 3] & mask)) {
        return false;
      }
    }
    return true;
  }

  // ip4-network = qnum "." qnum "." qnum "." qnum
  static Network ip4(String text, int prefix) throws SpfSyntaxException {
    String[] parts = text.split("\\.", -1);
    byte[] octets = new byte[IP4_OCTETS];
    boolean good = parts.length == IP4_OCTETS;
    for (int i = 0; i < IP4_OCTETS && good; i++) {
      good = parts[i].matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(parts[i]) <= 255;
      octets[i] = good ? (byte) Integer.parseInt(parts[i]) : 0;
    }
    if (!good) {
      throw new SpfSyntaxException("no IPv4 address: " + text);
    }
    return new Network(HexFormat.of().formatHex(octets), prefix);
  }

  // ip6-network = <as per Section 2.2 of RFC 4291>
  static Network ip6(String text, int prefix) throws SpfSyntaxException {
    if (!text.toLowerCase(Locale.ROOT).matches("[0-9a-f:.]{2,45}") || !text.contains(":")) {
      throw new SpfSyntaxException("no IPv6 address: " + text);
    }
    try {
      byte[] octets = Inet6Address.ofLiteral(text).getAddress();
      String hex = HexFormat.of().formatHex(octets);
      // The JDK gives mapped addresses as IPv4; here they stay of the family they are written in.
      String address = octets.length == IP4_OCTETS ? "0".repeat(20) + "ffff" + hex : hex;
      return new Network(address, prefix);
    } catch (IllegalArgumentException e) {
      throw new SpfSyntaxException("no IPv6 address: " + text);
    }
  }

  /** A client's address; a mapped one is IPv4 (RFC 7208 section 5). */
  static InetAddress unmapped(InetAddress client) {
    try {
      return InetAddress.getByAddress(client.getAddress()); // the JDK unmaps
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // an address has the right length
    }
  }
}
