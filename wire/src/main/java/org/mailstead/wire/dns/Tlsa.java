package org.mailstead.wire.dns;

import java.util.HexFormat;

/**
 * A TLSA record (RFC 6698 section 2.1).
 *
 * @param usage 0 to 255; mail uses 2 (trust anchor) and 3 (the server's own)
 * @param selector 0 the whole certificate, 1 its public key
 * @param matchingType 0 exact, 1 SHA-256, 2 SHA-512
 * @param data hexadecimal, lower case
 */
public record Tlsa(int usage, int selector, int matchingType, String data) {
  public byte[] octets() {
    return HexFormat.of().parseHex(data);
  }
}
