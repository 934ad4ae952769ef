package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.formats.sieve.Place;
import org.mailstead.formats.sieve.SieveText;

/** Finds what a string of a script says about characters and variables. */
final class TextReader {
  /** The highest match value; RFC 5229 section 6 asks for 9. */
  static final int MAX_MATCH_VALUE = 32;

  private static final int MAX_NAME = 64;

  // RFC 5228 section 2.4.2.4
  private static final Pattern ENCODED =
      Pattern.compile(
          "\\$\\{(?:(hex):([\\s]*[0-9a-f]{1,2}(?:\\s+[0-9a-f]{1,2})*\\s*)"
              + "|(unicode):(\\s*[0-9a-f]+(?:\\s+[0-9a-f]+)*\\s*))\\}",
          Pattern.CASE_INSENSITIVE);

  // variable-ref = "${" [namespace] variable-name "}"
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{((?:[a-z_][a-z0-9_]*\\.)(?:[a-z0-9_]+\\.)*)?([a-z_][a-z0-9_]*|[0-9]+)\\}",
          Pattern.CASE_INSENSITIVE);

  private final Dialect dialect;

  TextReader(Dialect dialect) {
    this.dialect = dialect;
  }

  Text read(SieveText text) {
    String value =
        dialect.has("encoded-character") ? decoded(text.place(), text.value()) : text.value();
    if (!dialect.has("variables") || !value.contains("${")) {
      return Text.constant(text.place(), value);
    }
    return new Text(text.place(), pieces(text.place(), value));
  }

  private String decoded(Place place, String text) {
    Matcher found = ENCODED.matcher(text);
    var out = new ByteArrayOutputStream();
    int copied = 0;
    while (found.find()) {
      out.writeBytes(text.substring(copied, found.start()).getBytes(UTF_8));
      copied = found.end();
      boolean hex = found.group(1) != null;
      String numbers = hex ? found.group(2) : found.group(4);
      for (String number : numbers.strip().split("\\s+", -1)) {
        if (hex) {
          out.write(Integer.parseInt(number, 16));
        } else {
          out.writeBytes(character(place, number).getBytes(UTF_8));
        }
      }
    }
    out.writeBytes(text.substring(copied).getBytes(UTF_8));
    return copied == 0 ? text : out.toString(UTF_8);
  }

  private String character(Place place, String number) {
    String digits = number.replaceFirst("^0+(?=.)", "");
    int code = digits.length() > 6 ? -1 : Integer.parseInt(digits, 16);
    boolean scalar = code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    if (!scalar) {
      dialect.error(place, "there is no character U+" + number.toUpperCase(Locale.ROOT));
      return "";
    }
    return Character.toString(code);
  }

  private List<Text.Piece> pieces(Place place, String value) {
    var pieces = new ArrayList<Text.Piece>();
    Matcher found = REFERENCE.matcher(value);
    int copied = 0;
    while (found.find()) {
      if (found.start() > copied) {
        pieces.add(new Text.Constant(value.substring(copied, found.start())));
      }
      copied = found.end();
      pieces.add(piece(place, found.group(1), found.group(2)));
    }
    if (copied < value.length()) {
      pieces.add(new Text.Constant(value.substring(copied)));
    }
    return pieces;
  }

  private Text.Piece piece(
      Place place, @org.jspecify.annotations.Nullable String space, String name) {
    if (space != null) {
      if (!space.equalsIgnoreCase("global.") || !dialect.has("include")) {
        dialect.error(place, "no variables are known that begin with \"" + space + "\"");
      }
      return new Text.Shared(name.toLowerCase(Locale.ROOT));
    }
    if (Character.isDigit(name.charAt(0))) {
      int number = name.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(name);
      if (number > MAX_MATCH_VALUE) {
        dialect.error(place, "match values go up to ${" + MAX_MATCH_VALUE + "}");
      }
      return new Text.MatchValue(number);
    }
    if (name.length() > MAX_NAME) {
      dialect.error(place, "a variable's name has at most " + MAX_NAME + " characters");
    }
    return new Text.Variable(name.toLowerCase(Locale.ROOT));
  }

  /** Whether it is a variable's name, for what is named instead of read. */
  static boolean isName(String name) {
    return name.length() <= MAX_NAME && name.matches("[A-Za-z_][A-Za-z0-9_]*");
  }
}
