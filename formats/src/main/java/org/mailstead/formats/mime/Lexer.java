package org.mailstead.formats.mime;

/**
 * Reads structured fields (RFC 5322 section 3.2) leniently and in linear time: what is opened and
 * never closed ends where RFC 7103 section 7.1 would have it end.
 */
final class Lexer {
  // Each search for a closing mark that is not there costs a scan, so there are few of them.
  private static final int MAX_UNCLOSED = 8;

  private final String text;
  private int at;
  private int unclosed;

  /** The text of a field, unfolded. */
  Lexer(String text) {
    this.text = text;
  }

  boolean done() {
    return at >= text.length();
  }

  int at() {
    return at;
  }

  /** The next character, or -1 at the end. */
  int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  void skip() {
    at++;
  }

  /** Takes this character when it comes next. */
  boolean take(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** Skips white space and comments; the last comment's text, or "" without one. */
  String skipSpace() {
    String comment = "";
    while (!done()) {
      if (Ascii.isSpace(peek())) {
        at++;
      } else if (peek() == '(' && unclosed < MAX_UNCLOSED) {
        comment = comment();
      } else {
        break;
      }
    }
    return comment;
  }

  private String comment() {
    int start = ++at;
    var inside = new StringBuilder();
    for (int depth = 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        c = text.charAt(++at);
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        at++;
        return inside.toString();
      }
      inside.append(c);
    }
    return unclosed(start);
  }

  /** A quoted string's content, its quoting removed; the lexer stands on the opening quote. */
  String quoted() {
    int start = ++at;
    if (unclosed >= MAX_UNCLOSED) {
      return "";
    }
    var inside = new StringBuilder();
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return inside.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        c = text.charAt(++at);
      }
      inside.append(c);
    }
    return unclosed(start);
  }

  // "Joe <joe@example.com> and (Joe <joe@example.com>: the address is what matters.
  private String unclosed(int start) {
    unclosed++;
    int bracket = text.indexOf('<', start);
    at = bracket < 0 ? text.length() : bracket;
    return Ascii.trim(text.substring(start, at));
  }

  /** A token of RFC 2045; "" when none comes next. */
  String token() {
    int start = at;
    while (at < text.length() && Ascii.isToken(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** An atom of RFC 5322; "" when none comes next. */
  String atom() {
    int start = at;
    while (at < text.length() && Ascii.isAtom(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Everything before this character, or the rest; the character is not taken. */
  String until(char end) {
    int stop = text.indexOf(end, at);
    int start = at;
    at = stop < 0 ? text.length() : stop;
    return text.substring(start, at);
  }
}
