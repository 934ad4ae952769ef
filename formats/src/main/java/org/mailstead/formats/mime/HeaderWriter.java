package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes header fields: folded near 78 octets, never over 998 (RFC 5322 section 2.1.1), with
 * encoded words (RFC 2047, RFC 2231) or in UTF-8 (RFC 6532). Line ends and other control characters
 * in a value become blanks, so that no value can add a field.
 */
public final class HeaderWriter {
  private static final int AIM = 76;
  private static final int MAX = 990;
  private static final int MAX_LINE = 998;

  /** The most octets of a piece of a value that may not be broken. */
  public static final int MAX_WORD = 850;

  private static final int MAX_BLANKS = 40;
  private static final int FOLDED = MAX_WORD + MAX_BLANKS;
  private static final Pattern LINE_END = Pattern.compile("[\\r\\n\\x00]+");
  private static final Pattern SPACED_WORD = Pattern.compile("([ \\t]*)([^ \\t]*)");
  // Octets of text in an encoded word of 75 characters: =?utf-8?b?…?=
  private static final int WORD_OCTETS = 45;
  private static final int MIN_WORD_OCTETS = 12;

  private final boolean utf8;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int column;

  /** Writes characters beyond ASCII as UTF-8 or encodes them. */
  public HeaderWriter(boolean utf8) {
    this.utf8 = utf8;
  }

  /** What has been written. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return out.toString(UTF_8);
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

  /** The same with blanks that are read as they are given, also at the start and the end. */
  public HeaderWriter text(String name, String text) {
    name(name);
    freeText(clean(text));
    return end();
  }

  private void freeText(String clean) {
    if (mustEncode(clean) || !isSpacedOnce(clean)) {
      encodedWords(clean);
    } else {
      words(clean);
    }
  }

  private static boolean isSpacedOnce(String text) {
    return !text.startsWith(" ") && !text.endsWith(" ") && !text.contains("  ");
  }

  /**
   * A field whose value stands as it is, only folded where it is too long for a line. The value has
   * no line ends.
   */
  public HeaderWriter verbatim(String name, String value) {
    name(name);
    String clean = LINE_END.matcher(value).replaceAll(" ");
    if (column + octets(clean) <= MAX_LINE) {
      raw(clean);
      return end();
    }
    Matcher pieces = SPACED_WORD.matcher(clean);
    while (pieces.find()) {
      // A line that does not begin with a blank would be another field; one of blanks, the end.
      boolean foldable = !pieces.group(1).isEmpty() && !pieces.group(2).isEmpty();
      if (foldable && column + octets(pieces.group()) > FOLDED) {
        fold();
      }
      raw(pieces.group());
    }
    return end();
  }

  /** Whether {@link #verbatim} can keep the lines short enough. */
  public static boolean fits(String name, String value) {
    if (name.length() + 1 + octets(value) <= MAX_LINE) {
      return true;
    }
    return SPACED_WORD
        .matcher(value)
        .results()
        .allMatch(piece ->
            octets(piece.group(2)) <= MAX_WORD
                && piece.group(1).length() <= MAX_BLANKS
                && !(piece.start() == 0 && piece.group(1).isEmpty()));
  }

  private static int octets(String text) {
    return text.getBytes(UTF_8).length;
  }

  /** Begins a field whose value is given piece by piece. */
  public HeaderWriter begin(String name) {
    name(name);
    return this;
  }

  /** A display name. */
  public HeaderWriter displayName(String name) {
    String clean = clean(name);
    if (clean.isEmpty()) {
      word(quoted(clean));
    } else if (isSpacedOnce(clean)) {
      phrase(clean);
    } else {
      encodedWords(clean);
    }
    return this;
  }

  /** Something that may not be broken: at most {@link #MAX_WORD} octets. */
  public HeaderWriter piece(String piece) {
    word(clean(piece));
    return this;
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
    } else if (longestWord(quoted(name)) <= MAX / 4) {
      words(quoted(name));
    } else {
      encodedWords(name);
    }
  }

  /** A type or disposition with parameters. */
  public HeaderWriter parameters(String name, String value, List<Body.Parameter> parameters) {
    name(name);
    word(value + (parameters.isEmpty() ? "" : ";"));
    for (int i = 0; i < parameters.size(); i++) {
      Body.Parameter parameter = parameters.get(i);
      parameter(parameter.name(), clean(parameter.value()), i + 1 < parameters.size() ? ";" : "");
    }
    return end();
  }

  private void parameter(String name, String value, String behind) {
    // What looks like an encoded word would be read as one, as it is often meant.
    boolean plain = (Ascii.isPrintable(value) || utf8) && !value.contains("=?");
    if (plain && value.getBytes(UTF_8).length + name.length() <= AIM - 6) {
      boolean token = !value.isEmpty() && value.chars().allMatch(Ascii::isToken);
      // In UTF-8 too only quoted: a token is ASCII.
      word(name + "=" + (token ? value : quoted(value)) + behind);
      return;
    }
    String encoded = percentEncoded(value);
    int room = Math.max(AIM - name.length() - 8, 20);
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

  /** A quoted string (RFC 5322 section 3.2.4). */
  public static String quoted(String text) {
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
      int most = wordOctets();
      int to = from;
      int octets = 0;
      while (to < text.length()) {
        int c = text.codePointAt(to);
        int more = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (octets + more > most) {
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

  // What fits behind the field's name or the words before, so that no line is left without text;
  // some programs take such a line's end for a blank of the value.
  private int wordOctets() {
    int room = (AIM + 1 - column - "=?utf-8?b??=".length()) / 4 * 3;
    return room < MIN_WORD_OCTETS ? WORD_OCTETS : Math.min(room, WORD_OCTETS);
  }

  private void words(String text) {
    for (String word : text.split(" +", -1)) {
      String rest = word;
      while (octets(rest) > MAX) {
        String piece = BodyText.cut(rest, MAX / 4); // 4 octets for a character at most
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
      fold();
    }
    raw(" " + word);
  }

  private void fold() {
    raw("\r\n");
    column = 0;
  }

  /** Ends the field. */
  public HeaderWriter end() {
    fold();
    return this;
  }

  private void raw(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeBytes(bytes);
    column += bytes.length;
  }
}
