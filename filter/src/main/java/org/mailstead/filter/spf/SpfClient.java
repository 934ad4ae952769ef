package org.mailstead.filter.spf;

import java.net.InetAddress;

/**
 * What is known of a client when it names a sender.
 *
 * @param helo as it was said
 * @param local the sender's local part
 * @param domain the sender's domain
 * @param receiver our own name, for explanations
 */
record SpfClient(InetAddress address, String helo, String local, String domain, String receiver) {
  boolean isIp4() {
    return address.getAddress().length == 4;
  }

  // RFC 7208 section 7.3: dotted octets, or dotted nibbles of IPv6
  String dotted() {
    if (isIp4()) {
      return address.getHostAddress();
    }
    var nibbles = new StringBuilder();
    for (byte octet : address.getAddress()) {
      nibbles.append(digit(octet >> 4)).append('.');
      nibbles.append(digit(octet)).append('.');
    }
    return nibbles.substring(0, nibbles.length() - 1);
  }

  private static char digit(int nibble) {
    return "0123456789ABCDEF".charAt(nibble & 15);
  }
}
