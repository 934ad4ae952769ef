package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Octets;

/** Collects IMAP data: strings are quoted where that is legal and literals where it is not. */
final class ImapText {
  /** Longer strings are sent as literals: clients read those into buffers, lines into lines. */
  private static final int MAX_QUOTED = 1000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  ImapText raw(String ascii) {
    out.writeBytes(ascii.getBytes(ISO_8859_1));
    return this;
  }

  ImapText nil() {
    return raw("NIL");
  }

  ImapText string(String latin1) {
    if (isQuotable(latin1)) {
      return raw("\"").raw(escaped(latin1)).raw("\"");
    }
    raw("{" + latin1.length() + "}\r\n");
    out.writeBytes(latin1.getBytes(ISO_8859_1));
    return this;
  }

  private static String escaped(String text) {
    return text.indexOf('"') < 0 && text.indexOf('\\') < 0
        ? text
        : text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  // QUOTED-CHAR: any TEXT-CHAR but quoted-specials, which are escaped; 7-bit without UTF8=ACCEPT
  private static boolean isQuotable(String latin1) {
    if (latin1.length() > MAX_QUOTED) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      char c = latin1.charAt(i);
      if (c == '\r' || c == '\n' || c == 0 || c > 0x7e) {
        return false;
      }
    }
    return true;
  }

  /** A string, or NIL where there is none. */
  ImapText nstring(Optional<Octets> octets) {
    return octets.isPresent() ? string(octets.get().latin1()) : nil();
  }

  ImapText strings(List<String> list) {
    raw("(");
    for (int i = 0; i < list.size(); i++) {
      raw(i == 0 ? "" : " ").string(list.get(i));
    }
    return raw(")");
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
