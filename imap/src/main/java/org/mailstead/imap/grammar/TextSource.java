package org.mailstead.imap.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Reads from octets that are all there, literals too; after their end come empty lines. */
final class TextSource implements CommandSource {
  private final String octets;
  private int at;

  TextSource(String octets) {
    this.octets = octets;
  }

  @Override
  public String line() {
    int end = octets.indexOf("\r\n", at);
    String line = octets.substring(at, end < 0 ? octets.length() : end);
    at = end < 0 ? octets.length() : end + 2;
    return line;
  }

  @Override
  public InputStream literal(long size, boolean synchronizing) {
    int from = at;
    at = (int) Math.min(octets.length(), at + size);
    return new ByteArrayInputStream(octets.substring(from, at).getBytes(ISO_8859_1));
  }
}
