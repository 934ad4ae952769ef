package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;

/**
 * Writes header fields: folded near 78 octets, never over 998 (RFC 5322 section 2.1.1), with
 * encoded words (RFC 2047, RFC 2231) or in UTF-8 (RFC 6532). Line ends and other control characters
 * in a value become blanks, so that no value can add a field.
 */
final class HeaderWriter {
  private static final int AIM = 76;
  private static final int MAX = 990;
  // Octets of text in an encoded word of 75 characters: =?utf-8?b?…?=
  private static final int WORD_OCTETS = 45;

  private final boolean utf8;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int column;

  /** Writes characters beyond ASCII as UTF-8 or encodes them. */
  HeaderWriter(boolean utf8) {
    this.utf8 = utf8;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  /** A field whose value is free text. */
  HeaderWriter unstructured(String name, String text) {
    name(name);
    String clean = clean(text).strip();
    if (mustEncode(clean)) {
      encodedWords(clean);
    } else {
      words(clean);
    }
    return end();
  }

  /** A field whose value is written already; it is folded at its blanks. */
  HeaderWriter structured(String name, String value) {
    name(name);
    String clean = clean(value).strip();
    words(utf8 ? clean : clean.replaceAll("[^\\p{ASCII}]", "?"));
    return end();
  }

  /** An address list. */
  HeaderWriter addresses(String name, List<Recipient> list) {
    name(name);
    for (int i = 0; i < list.size(); i++) {
      Recipient recipient = list.get(i);
      String address = clean(recipient.address().toString());
      if (!recipient.name().isBlank()) {
        phrase(clean(recipient.name()).strip());
        address = "<" + address + ">";
      }
      word(address + (i + 1 < list.size() ? "," : ""));
    }
    return end();
  }

  private void phrase(String name) {
    if (mustEncode(name)) {
      encodedWords(name);
    } else if (name.chars().allMatch(c -> c == ' ' || Ascii.isAtom(c))) {
      words(name);
    } else {
      words(quoted(name));
    }
  }

  /** A type or disposition with parameters. */
  HeaderWriter parameters(String name, String value, List<Body.Parameter> parameters) {
    name(name);
    word(value + (parameters.isEmpty() ? "" : ";"));
    for (int i = 0; i < parameters.size(); i++) {
      Body.Parameter parameter = parameters.get(i);
      parameter(parameter.name(), clean(parameter.value()), i + 1 < parameters.size() ? ";" : "");
    }
    return end();
  }

  private void parameter(String name, String value, String behind) {
    boolean ascii = Ascii.isPrintable(value) || utf8;
    if (ascii && value.getBytes(UTF_8).length + name.length() <= AIM - 6) {
      boolean token = !value.isEmpty() && value.chars().allMatch(Ascii::isToken);
      // In UTF-8 too only quoted: a token is ASCII.
      word(name + "=" + (token ? value : quoted(value)) + behind);
      return;
    }
    String encoded = percentEncoded(value);
    int room = AIM - name.length() - 8;
    int from = 0;
    for (int i = 0; from < encoded.length() || i == 0; i++) {
      String charset = i == 0 ? "utf-8''" : "";
      int to = Math.min(encoded.length(), from + room - charset.length());
      // An escape of three characters must not be cut.
      for (int back = 1; back <= 2 && to < encoded.length(); back++) {
        if (encoded.charAt(to - back) == '%') {
          to -= back;
          break;
        }
      }
      boolean whole = i == 0 && to == encoded.length();
      String segment = whole ? "*=" : "*" + i + "*=";
      word(
          name
              + segment
              + charset
              + encoded.substring(from, to)
              + (to < encoded.length() ? ";" : behind));
      from = to;
    }
  }

  // RFC 2231 section 7: attribute-char
  private static String percentEncoded(String value) {
    var encoded = new StringBuilder();
    for (byte b : value.getBytes(UTF_8)) {
      int c = b & 0xff;
      if (Ascii.isToken(c) && c != '*' && c != '\'' && c != '%') {
        encoded.append((char) c);
      } else {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 15));
      }
    }
    return encoded.toString();
  }

  static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}]+", " ");
  }

  /** Text that cannot stand as it is, or that would be read as encoded although it is not. */
  private boolean mustEncode(String text) {
    boolean plain = utf8 || Ascii.isPrintable(text);
    return !plain || text.contains("=?") || longestWord(text) > MAX / 4;
  }

  private static int longestWord(String text) {
    int longest = 0;
    for (String word : text.split(" ", -1)) {
      longest = Math.max(longest, word.getBytes(UTF_8).length);
    }
    return longest;
  }

  // Whole characters in each word (RFC 2047 section 5)
  private void encodedWords(String text) {
    int from = 0;
    while (from < text.length()) {
      int to = from;
      int octets = 0;
      while (to < text.length()) {
        int c = text.codePointAt(to);
        int more = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (octets + more > WORD_OCTETS) {
          break;
        }
        octets += more;
        to += Character.charCount(c);
      }
      byte[] piece = text.substring(from, to).getBytes(UTF_8);
      word("=?utf-8?b?" + Base64.getEncoder().encodeToString(piece) + "?=");
      from = to;
    }
  }

  private void words(String text) {
    for (String word : text.split(" +", -1)) {
      String rest = word;
      while (rest.length() > MAX / 4) { // 4 octets for a character at most
        String piece = BodyText.cut(rest, MAX / 4);
        word(piece);
        rest = rest.substring(piece.length());
      }
      if (!rest.isEmpty()) {
        word(rest);
      }
    }
  }

  private void name(String name) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
      throw new IllegalArgumentException("no field name: " + name);
    }
    raw(name + ":");
  }

  private void word(String word) {
    int length = word.getBytes(UTF_8).length;
    if (column + 1 + length > AIM + 2 && column > 0) {
      raw("\r\n");
      column = 0;
    }
    raw(" " + word);
  }

  private HeaderWriter end() {
    raw("\r\n");
    column = 0;
    return this;
  }

  private void raw(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeBytes(bytes);
    column += bytes.length;
  }
}
