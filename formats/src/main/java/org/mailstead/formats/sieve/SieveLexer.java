package org.mailstead.formats.sieve;

import java.util.Locale;

/** Cuts a script into tokens (RFC 5228 section 8.1). A bare LF is taken as a line end, too. */
final class SieveLexer {
  private static final int NOTHING = -1;

  private final String in;
  private int at;
  private int line = 1;
  private int lineStart;

  SieveLexer(String script) {
    this.in = script;
  }

  SieveToken next() throws SieveSyntaxException {
    skipBlanks();
    Place place = place();
    int c = peek();
    if (c == NOTHING) {
      return new SieveToken.End(place);
    }
    if (isLetter(c)) {
      return word(place);
    }
    if (isDigit(c)) {
      return number(place);
    }
    return switch (c) {
      case '"' -> quoted(place);
      case ':' -> tag(place);
      case ';', ',', '{', '}', '[', ']', '(', ')' -> {
        at++;
        yield new SieveToken.Mark(place, (char) c);
      }
      default -> throw new SieveSyntaxException(place, unexpected(c));
    };
  }

  private String unexpected(int c) {
    if (c < ' ' || c == 0x7f) {
      return String.format(Locale.ROOT, "a control character (0x%02x) cannot stand here", c);
    }
    return "\"" + Character.toString(in.codePointAt(at)) + "\" cannot stand here";
  }

  private int peek() {
    return at < in.length() ? in.charAt(at) : NOTHING;
  }

  private Place place() {
    return new Place(line, in.codePointCount(lineStart, at) + 1);
  }

  // white-space = 1*(SP / CRLF / HTAB) / comment
  private void skipBlanks() throws SieveSyntaxException {
    while (true) {
      switch (peek()) {
        case ' ', '\t' -> at++;
        case '\r', '\n' -> lineEnd();
        case '#' -> skipToLineEnd();
        case '/' -> bracketComment();
        default -> {
          return;
        }
      }
    }
  }

  private void lineEnd() throws SieveSyntaxException {
    if (in.charAt(at) == '\r') {
      at++;
    }
    if (peek() != '\n') {
      at--;
      throw new SieveSyntaxException(place(), "a carriage return without a line feed");
    }
    at++;
    line++;
    lineStart = at;
  }

  private void skipToLineEnd() {
    while (at < in.length() && in.charAt(at) != '\n') {
      at++;
    }
  }

  // bracket-comment = "/*" *not-star 1*STAR *(not-star-slash *not-star 1*STAR) "/"
  private void bracketComment() throws SieveSyntaxException {
    Place start = place();
    int end = in.startsWith("/*", at) ? in.indexOf("*/", at + 2) : NOTHING;
    if (end == NOTHING) {
      boolean comment = in.startsWith("/*", at);
      throw new SieveSyntaxException(
          start, comment ? "a comment is not closed with */" : "\"/\" cannot stand here");
    }
    while (at < end + 2) {
      if (in.charAt(at) == '\n') {
        line++;
        lineStart = at + 1;
      }
      at++;
    }
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  // identifier = (ALPHA / "_") *(ALPHA / DIGIT / "_")
  private String identifier() {
    int from = at;
    while (isLetter(peek()) || isDigit(peek())) {
      at++;
    }
    return in.substring(from, at).toLowerCase(Locale.ROOT);
  }

  private SieveToken word(Place place) throws SieveSyntaxException {
    String name = identifier();
    if (name.equals("text") && peek() == ':') {
      at++;
      return multiLine(place);
    }
    return new SieveToken.Identifier(place, name);
  }

  private SieveToken tag(Place place) throws SieveSyntaxException {
    at++;
    if (!isLetter(peek())) {
      throw new SieveSyntaxException(place, "a name must follow the colon of a tag");
    }
    return new SieveToken.Tag(place, identifier());
  }

  // number = 1*DIGIT [ QUANTIFIER ]
  private SieveToken number(Place place) throws SieveSyntaxException {
    try {
      long value = 0;
      while (isDigit(peek())) {
        value = Math.addExact(Math.multiplyExact(value, 10), in.charAt(at++) - '0');
      }
      int shift = shift(peek());
      at += shift > 0 ? 1 : 0;
      value = Math.multiplyExact(value, 1L << shift);
      if (isLetter(peek())) {
        throw new SieveSyntaxException(place(), "only K, M or G may follow a number");
      }
      return new SieveToken.Numeral(place, value);
    } catch (ArithmeticException e) {
      throw new SieveSyntaxException(place, "this number is too large");
    }
  }

  private static int shift(int quantifier) {
    return switch (quantifier) {
      case 'k', 'K' -> 10;
      case 'm', 'M' -> 20;
      case 'g', 'G' -> 30;
      default -> 0;
    };
  }

  // quoted-string = DQUOTE quoted-text DQUOTE
  private SieveToken quoted(Place place) throws SieveSyntaxException {
    var text = new StringBuilder();
    at++;
    while (peek() != '"') {
      int c = peek();
      if (c == '\\' && at + 1 < in.length()) {
        at++;
        c = peek();
      }
      if (c == NOTHING || (c == '\\' && at + 1 == in.length())) {
        throw new SieveSyntaxException(place, "this string is not closed");
      }
      if (c == '\r' || c == '\n') {
        lineEnd();
        text.append("\r\n");
      } else {
        at++;
        text.append((char) c);
      }
    }
    at++;
    return new SieveToken.Text(place, text.toString());
  }

  // multi-line = "text:" *(SP / HTAB) (hash-comment / CRLF)
  //              *(multiline-literal / multiline-dotstart) "." CRLF
  private SieveToken multiLine(Place place) throws SieveSyntaxException {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
    if (peek() == '#') {
      skipToLineEnd();
    }
    if (peek() != '\r' && peek() != '\n') {
      throw new SieveSyntaxException(place(), "the text must begin on the line after \"text:\"");
    }
    lineEnd();
    var text = new StringBuilder();
    for (String row = row(place); !row.equals("."); row = row(place)) {
      // RFC 5228 section 2.4.2: a dot before something else than a dot was not stuffed.
      text.append(row, row.startsWith("..") ? 1 : 0, row.length()).append("\r\n");
    }
    return new SieveToken.Text(place, text.toString());
  }

  /** The next line of a text. The dot that ends it may be the script's last octet. */
  private String row(Place start) throws SieveSyntaxException {
    int end = in.indexOf('\n', at);
    if (at >= in.length() || (end < 0 && !in.startsWith(".", at))) {
      throw new SieveSyntaxException(start, "this text is not closed with a line of one dot");
    }
    String row = in.substring(at, end < 0 ? in.length() : end);
    at += row.length();
    if (end < 0 && row.length() > 1) {
      throw new SieveSyntaxException(start, "this text is not closed with a line of one dot");
    }
    if (end >= 0) {
      at++;
      line++;
      lineStart = at;
    }
    return row.endsWith("\r") ? row.substring(0, row.length() - 1) : row;
  }
}
