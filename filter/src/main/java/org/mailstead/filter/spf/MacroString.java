package org.mailstead.filter.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with macros, read but not expanded (RFC 7208 section 7.1). */
record MacroString(List<Piece> pieces) {
  private static final String LETTERS = "slodiphv";
  private static final String LETTERS_OF_EXPLANATIONS = LETTERS + "crt";
  // macro-expand = "%{" macro-letter transformers *delimiter "}"
  private static final Pattern EXPAND =
      Pattern.compile("%\\{([A-Za-z])([0-9]*)([rR]?)([.+,/_=-]*)\\}");
  // toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
  private static final Pattern TOP_LABEL =
      Pattern.compile("[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9]");
  private static final int MOST_PARTS = 128;

  /** Text, or a macro. */
  sealed interface Piece {}

  record Literal(String text) implements Piece {}

  /** What stands for a percent sign or a blank; ends a domain as a macro does. */
  record Escape(String text) implements Piece {}

  /**
   * One macro.
   *
   * @param letter in lower case
   * @param escaped whether it was in upper case: the value goes into a URL
   * @param parts how many from the right stay, 128 for all
   * @param delimiters at which the value is split
   */
  record Macro(char letter, boolean escaped, int parts, boolean reversed, String delimiters)
      implements Piece {}

  MacroString {
    pieces = List.copyOf(pieces);
  }

  /** A domain-spec: ends in a macro or in a label that a top-level domain may have. */
  static MacroString domain(String text) throws SpfSyntaxException {
    MacroString spec = parse(text, LETTERS, false);
    if (!spec.pieces.isEmpty() && spec.pieces.getLast() instanceof Literal(String end)) {
      String name = end.endsWith(".") ? end.substring(0, end.length() - 1) : end;
      int dot = name.lastIndexOf('.');
      if (dot < 0 || !TOP_LABEL.matcher(name.substring(dot + 1)).matches()) {
        throw new SpfSyntaxException("no domain name: " + text);
      }
    } else if (spec.pieces.isEmpty()) {
      throw new SpfSyntaxException("a domain name is missing");
    }
    return spec;
  }

  /** The value of an unknown modifier, which must still be well written. */
  static MacroString unknown(String text) throws SpfSyntaxException {
    return parse(text, LETTERS, false);
  }

  /** The text of an explanation, which may have blanks and three letters more. */
  static MacroString explanation(String text) throws SpfSyntaxException {
    return parse(text, LETTERS_OF_EXPLANATIONS, true);
  }

  private static MacroString parse(String text, String letters, boolean blanks)
      throws SpfSyntaxException {
    List<Piece> pieces = new ArrayList<>();
    var literal = new StringBuilder();
    Matcher macro = EXPAND.matcher(text);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%' && macro.region(at, text.length()).lookingAt()) {
        flush(literal, pieces);
        pieces.add(macro(macro, letters));
        at = macro.end();
      } else if (c == '%') {
        flush(literal, pieces);
        pieces.add(new Escape(escape(text, at)));
        at += 2;
      } else if ((c > ' ' && c < 0x7f) || (blanks && c == ' ')) {
        literal.append(c);
        at++;
      } else {
        throw new SpfSyntaxException(
            "a character that may not stand there: U+%04X".formatted((int) c));
      }
    }
    flush(literal, pieces);
    return new MacroString(pieces);
  }

  private static void flush(StringBuilder literal, List<Piece> pieces) {
    if (!literal.isEmpty()) {
      pieces.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  // "%%" / "%_" / "%-"
  private static String escape(String text, int at) throws SpfSyntaxException {
    String two = text.substring(at, Math.min(at + 2, text.length()));
    return switch (two) {
      case "%%" -> "%";
      case "%_" -> " ";
      case "%-" -> "%20";
      default -> throw new SpfSyntaxException("no macro: " + two);
    };
  }

  private static Macro macro(Matcher macro, String letters) throws SpfSyntaxException {
    String written = macro.group(1);
    char letter = written.toLowerCase(Locale.ROOT).charAt(0);
    if (letters.indexOf(letter) < 0) {
      throw new SpfSyntaxException("no macro: " + macro.group());
    }
    int parts = parts(macro.group(2));
    if (parts == 0) {
      throw new SpfSyntaxException("a macro that keeps nothing: " + macro.group());
    }
    String delimiters = macro.group(4).isEmpty() ? "." : macro.group(4);
    boolean escaped = written.charAt(0) != letter;
    return new Macro(letter, escaped, parts, !macro.group(3).isEmpty(), delimiters);
  }

  private static int parts(String digits) {
    String number = digits.replaceFirst("^0+", "");
    if (number.isEmpty()) {
      return digits.isEmpty() ? MOST_PARTS : 0;
    }
    return number.length() > 2 ? MOST_PARTS : Integer.parseInt(number);
  }
}
