package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Bytes of a header that are not decoded yet. Apart from {@code String}, so that nobody shows them
 * to a person without asking for {@link #text()}.
 *
 * @param latin1 one character for each octet, U+0000 to U+00FF
 */
public record Octets(String latin1) {
  /** No octets. */
  public static final Octets EMPTY = new Octets("");

  public Octets {
    for (int i = 0; i < latin1.length(); i++) {
      if (latin1.charAt(i) > 0xff) {
        throw new IllegalArgumentException("not octets");
      }
    }
  }

  /** These bytes. */
  public static Octets of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  static Octets of(byte[] bytes, int from, int to) {
    return from == to ? EMPTY : new Octets(new String(bytes, from, to - from, ISO_8859_1));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return latin1.getBytes(ISO_8859_1);
  }

  /** The number of octets. */
  public int length() {
    return latin1.length();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return latin1.isEmpty();
  }

  /** As characters: UTF-8 (RFC 6532) where it is that, else windows-1252. Words stay encoded. */
  public String text() {
    return Charsets.utf8OrWindows1252(latin1);
  }

  /** As characters, with the encoded words of RFC 2047 decoded. */
  public String decoded() {
    return EncodedWords.decode(this);
  }

  /**
   * One line, as IMAP sends it: line ends are gone (RFC 5322 section 2.2.3), and so are outer white
   * space and NUL, which no IMAP string can carry (RFC 9051 section 4.3).
   */
  public Octets unfolded() {
    return new Octets(Ascii.trim(onOneLine().latin1));
  }

  /** The same with the white space around it. */
  public Octets onOneLine() {
    var line = new StringBuilder(latin1.length());
    for (int i = 0; i < latin1.length(); i++) {
      char c = latin1.charAt(i);
      if (c == '\r' || c == '\n') {
        // An unindented continuation (RFC 7103 section 7.2) must not grow into the word before it.
        if (i + 1 < latin1.length() && !Ascii.isSpace(latin1.charAt(i + 1))) {
          line.append(' ');
        }
      } else if (c != 0) {
        line.append(c);
      }
    }
    return new Octets(line.toString());
  }

  @Override
  public String toString() {
    return latin1;
  }
}
