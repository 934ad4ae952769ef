package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Character sets by the names that mail gives them; decoding never fails. */
public final class Charsets {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final int MAX_NAME = 40;
  private static final Pattern QUOTING = Pattern.compile("[\"'<>]");
  // Java itself searches its providers again for every unknown name, which costs a hundred
  // microseconds; a header has room for a hundred thousand of them.
  private static final Map<String, Charset> JDK = jdkCharsets();

  private Charsets() {}

  private static Map<String, Charset> jdkCharsets() {
    var byName = new HashMap<String, Charset>();
    for (Charset charset : Charset.availableCharsets().values()) {
      charset.aliases().forEach(alias -> byName.putIfAbsent(Ascii.lower(alias), charset));
    }
    Charset.availableCharsets().forEach((name, charset) -> byName.put(Ascii.lower(name), charset));
    return Map.copyOf(byName);
  }

  /**
   * The character set that this name means in mail: like a browser, the superset that senders
   * really use. Empty for an unknown one, for US-ASCII (which says only that the sender did not
   * think of it), and for UTF-7, whose markup in disguise we do not want to decode.
   */
  public static Optional<Charset> find(String name) {
    String plain = QUOTING.matcher(Ascii.lower(Ascii.trim(name))).replaceAll("");
    if (plain.isEmpty() || plain.length() > MAX_NAME) {
      return Optional.empty();
    }
    return switch (plain) {
      case "us-ascii", "ascii", "utf-7", "unicode-1-1-utf-7", "csunicode11utf7", "x-unknown" ->
          Optional.empty();
      case "utf8", "utf-8", "unicode-1-1-utf-8", "utf-8mb4", "utf8mb4" -> Optional.of(UTF_8);
      case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "8859_1", "cp1252" ->
          Optional.of(WINDOWS_1252);
      case "gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ms936" -> jdk("gb18030");
      case "ks_c_5601-1987", "ks_c_5601", "euc-kr", "korean", "cp949" -> jdk("x-windows-949");
      case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "cp932" -> jdk("windows-31j");
      case "iso-2022-jp", "csiso2022jp" -> jdk("x-windows-iso2022jp");
      case "iso-8859-8-i", "iso-8859-8-e" -> jdk("iso-8859-8");
      case "iso-8859-9" -> jdk("windows-1254");
      case "iso-8859-11", "tis-620" -> jdk("x-windows-874");
      case "big5" -> jdk("big5-hkscs");
      case "macintosh", "x-mac-roman" -> jdk("x-MacRoman");
      case "cp-850" -> jdk("cp850");
      case "koi8" -> jdk("koi8-r");
      case String other -> jdk(other);
    };
  }

  /** Whether text in it can be decoded: what {@link #find} finds, and US-ASCII. */
  public static boolean isKnown(String name) {
    return switch (Ascii.lower(Ascii.trim(name))) {
      case "us-ascii", "ascii" -> true;
      case String other -> find(other).isPresent();
    };
  }

  private static Optional<Charset> jdk(String name) {
    return Optional.ofNullable(JDK.get(Ascii.lower(name.replace("windows_", "windows-"))));
  }

  /** Decodes with the named character set, else as UTF-8 or windows-1252. */
  public static String decode(byte[] bytes, String charset) {
    Optional<Charset> found = find(charset);
    return found.isPresent()
        ? new String(bytes, found.get())
        : utf8OrWindows1252(new String(bytes, ISO_8859_1));
  }

  /** Whether the bytes are faultless in the named character set. */
  static boolean isClean(byte[] bytes, String charset) {
    Charset named = find(charset).orElse(UTF_8);
    if (named.equals(UTF_8) && Ascii.isAll(bytes)) {
      return true;
    }
    try {
      named
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Octets that nobody named a character set for. */
  static String utf8OrWindows1252(String octets) {
    if (Ascii.isAll(octets)) {
      return octets;
    }
    byte[] bytes = octets.getBytes(ISO_8859_1);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, WINDOWS_1252);
    }
  }
}
