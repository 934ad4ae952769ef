package org.mailstead.filter.spf;

import java.net.InetAddress;

/** An address as people and header fields write it. */
public final class ClientAddress {
  private static final int GROUPS = 8;

  private ClientAddress() {}

  /** Dotted decimal, or RFC 5952's form of IPv6: the longest run of zeros shortened. */
  public static String text(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == 4 ? address.getHostAddress() : shortened(octets);
  }

  private static String shortened(byte[] octets) {
    int[] groups = new int[GROUPS];
    int start = -1;
    int length = 1; // a single group of zeros is not shortened
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
      run = groups[i] == 0 ? run + 1 : 0;
      if (run > length) {
        length = run;
        start = i - run + 1;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
