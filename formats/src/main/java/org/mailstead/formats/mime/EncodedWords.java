package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/**
 * Decodes {@code =?charset?encoding?text?=} (RFC 2047) where it stands, also where it should not:
 * inside words, in quoted strings, with blanks in it.
 */
public final class EncodedWords {
  private static final int MAX_CHARSET = 60;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private final String text;
  private final boolean strict;
  private final int lastEnd;
  private final StringBuilder out = new StringBuilder();
  // Octets of the words before, kept until another charset or text follows: senders split
  // characters between words.
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private String pendingCharset = "";

  private EncodedWords(String text, boolean strict) {
    this.text = text;
    this.strict = strict;
    this.lastEnd = text.lastIndexOf("?=");
  }

  /**
   * The octets as characters, with the encoded words decoded; what is broken stays as it is. Linear
   * in time.
   */
  public static String decode(Octets octets) {
    String text = octets.latin1();
    return text.contains("=?") ? new EncodedWords(text, false).decode() : octets.text();
  }

  /**
   * The same by the letter of RFC 2047, as RFC 8621 section 4.1.2.2 wants it: only words with white
   * space around them, none inside, and a character set that is known; control characters in them
   * are dropped.
   */
  public static String decodeStrictly(Octets octets) {
    String text = octets.latin1();
    return text.contains("=?") ? new EncodedWords(text, true).decode() : octets.text();
  }

  private String decode() {
    int copied = 0;
    int at = text.indexOf("=?");
    boolean afterWord = false;
    while (at >= 0) {
      int end = word(at, copied, afterWord);
      if (end > 0) {
        copied = end;
        afterWord = true;
        at = text.indexOf("=?", end);
      } else {
        at = text.indexOf("=?", at + 1);
      }
    }
    flush();
    plain(copied, text.length());
    return out.toString();
  }

  /**
   * Takes the word at this index, with the text between the last word and it; the index behind it,
   * or -1 when there is none.
   */
  private int word(int start, int copied, boolean afterWord) {
    int charsetEnd = charsetEnd(start + 2);
    if (charsetEnd < 0 || charsetEnd + 2 >= text.length() || text.charAt(charsetEnd + 2) != '?') {
      return -1;
    }
    int encoding = text.charAt(charsetEnd + 1) | 0x20;
    int from = charsetEnd + 3;
    if ((encoding != 'b' && encoding != 'q') || from > lastEnd) {
      return -1;
    }
    if (strict && !isAlone(start, from, text.substring(start + 2, charsetEnd))) {
      return -1;
    }
    int to = text.indexOf("?=", from);
    if (!(afterWord && isBlank(copied, start))) { // white space between words is no text
      flush();
      plain(copied, start);
    }
    charset(text.substring(start + 2, charsetEnd));
    if (encoding == 'b') {
      byte[] encoded = text.substring(from, to).getBytes(ISO_8859_1);
      pending.writeBytes(TransferDecoder.decode(encoded, TransferEncoding.BASE64));
    } else {
      quoted(from, to);
    }
    return to + 2;
  }

  /** Whether the rules of RFC 2047 sections 2 and 5 hold for the word, whose text starts there. */
  private boolean isAlone(int start, int from, String named) {
    int to = from;
    while (to < text.length() && isEncodedText(text.charAt(to))) {
      to++;
    }
    boolean closed = to > from && text.startsWith("?=", to);
    boolean before = start == 0 || Ascii.isSpace(text.charAt(start - 1));
    boolean behind = to + 2 >= text.length() || Ascii.isSpace(text.charAt(to + 2));
    return closed && before && behind && Charsets.isKnown(withoutLanguage(named));
  }

  private static boolean isEncodedText(char c) {
    return c > ' ' && c < 0x7f && c != '?';
  }

  // RFC 2231 section 5 lets a language follow: charset*en
  private static String withoutLanguage(String named) {
    int star = named.indexOf('*');
    return Ascii.lower(star < 0 ? named : named.substring(0, star));
  }

  private void charset(String named) {
    String charset = withoutLanguage(named);
    if (!charset.equals(pendingCharset)) {
      flush();
      pendingCharset = charset;
    }
  }

  private int charsetEnd(int from) {
    int to = from;
    while (to < text.length() && to - from < MAX_CHARSET && text.charAt(to) != '?') {
      if (text.charAt(to) <= ' ') {
        return -1;
      }
      to++;
    }
    return to > from && to < text.length() && text.charAt(to) == '?' ? to : -1;
  }

  private void quoted(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '_') {
        pending.write(' ');
      } else if (c == '=' && i + 2 < to && hex(i + 1) >= 0 && hex(i + 2) >= 0) {
        pending.write(hex(i + 1) << 4 | hex(i + 2));
        i += 2;
      } else {
        pending.write(c); // also an octet that should have been encoded
      }
    }
  }

  private int hex(int index) {
    return Ascii.hex(text.charAt(index));
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Ascii.isSpace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void plain(int from, int to) {
    out.append(Charsets.utf8OrWindows1252(text.substring(from, to)));
  }

  private void flush() {
    if (pending.size() > 0) {
      String decoded = Charsets.decode(pending.toByteArray(), pendingCharset);
      out.append(strict ? CONTROL.matcher(decoded).replaceAll("") : decoded);
      pending.reset();
    }
  }
}
