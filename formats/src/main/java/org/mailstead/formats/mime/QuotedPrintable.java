package org.mailstead.formats.mime;

/** Writes quoted-printable (RFC 2045 section 6.7). */
public final class QuotedPrintable {
  private static final int LINE = 75;

  private QuotedPrintable() {}

  /** Text whose line ends are LF, as lines that end in CRLF. */
  public static String encode(byte[] text) {
    var out = new StringBuilder(text.length + text.length / 8);
    int column = 0;
    for (int i = 0; i < text.length; i++) {
      int c = text[i] & 0xff;
      if (c == '\n') {
        out.append("\r\n");
        column = 0;
        continue;
      }
      boolean last = i + 1 == text.length || text[i + 1] == '\n';
      String piece = piece(c, last, column);
      if (column + piece.length() > (last ? LINE + 1 : LINE)) {
        out.append("=\r\n");
        column = 0;
        piece = piece(c, last, 0);
      }
      out.append(piece);
      column += piece.length();
    }
    return out.toString();
  }

  private static String piece(int c, boolean last, int column) {
    boolean blank = c == ' ' || c == '\t';
    // A dot or a From at the start of a line is changed by careless programs on the way.
    boolean risky = column == 0 && (c == '.' || c == 'F');
    boolean plain = blank ? !last : c > ' ' && c < 0x7f && c != '=' && !risky;
    return plain
        ? Character.toString(c)
        : "=" + HeaderWriter.hex(c >> 4) + HeaderWriter.hex(c & 15);
  }
}
