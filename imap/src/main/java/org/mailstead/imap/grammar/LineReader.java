package org.mailstead.imap.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of a command, read from left to right by the rules of RFC 9051 section 9, which give the
 * methods their names: words, numbers, flags, texts in quotes. It waits for nothing.
 */
public sealed class LineReader permits ImapReader {
  private String line = "";
  private int at;

  /** Begins another line. */
  final void start(String sent) {
    // Nothing ends in blanks but what some clients leave there; a string cannot, without its quote.
    int end = sent.length();
    while (end > 0 && sent.charAt(end - 1) == ' ') {
      end--;
    }
    line = sent.substring(0, end);
    at = 0;
  }

  final int length() {
    return line.length();
  }

  /** Leaves out what has not been read. */
  final void leave() {
    at = line.length();
  }

  // ---- characters

  public final boolean done() {
    return at == line.length();
  }

  /** The next character; NUL at the end of the line. */
  public final char peek() {
    return done() ? 0 : line.charAt(at);
  }

  public final boolean take(char c) {
    if (peek() == c && !done()) {
      at++;
      return true;
    }
    return false;
  }

  public final void expect(char c) throws SyntaxException {
    if (!take(c)) {
      throw new SyntaxException(c == ' ' ? "a space is missing" : "'" + c + "' is missing");
    }
  }

  public final void space() throws SyntaxException {
    expect(' ');
  }

  /** Nothing may follow but blanks, which some clients leave there. */
  public final void end() throws SyntaxException {
    while (take(' ')) {
      // dropped
    }
    if (!done()) {
      throw new SyntaxException("too many arguments");
    }
  }

  // ---- words

  private static boolean isAtom(char c) {
    return c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0;
  }

  private static boolean isAstring(char c) {
    // 8-bit octets are no atom; clients send unquoted UTF-8 all the same.
    return isAtom(c) || c == ']' || c >= 0x80;
  }

  public final String tag() throws SyntaxException {
    int start = at;
    while (!done() && isAstring(peek()) && peek() != '+' && peek() < 0x80) {
      at++;
    }
    return some(start, "a tag");
  }

  final String atom() throws SyntaxException {
    int start = at;
    while (!done() && isAtom(peek())) {
      at++;
    }
    return some(start, "a word");
  }

  /** An atom in upper case, for words that compare without it. */
  public final String word() throws SyntaxException {
    return atom().toUpperCase(Locale.ROOT);
  }

  /** What comes before one of these characters, or the line's end, in upper case. */
  final String wordUntil(String stops) throws SyntaxException {
    int start = at;
    while (!done() && isAtom(peek()) && stops.indexOf(peek()) < 0) {
      at++;
    }
    return some(start, "a word").toUpperCase(Locale.ROOT);
  }

  private String some(int start, String what) throws SyntaxException {
    if (at == start) {
      throw new SyntaxException(what + " is missing");
    }
    return line.substring(start, at);
  }

  /** Takes the word if it comes next, whatever its case. */
  public final boolean takeWord(String word) {
    boolean here = line.regionMatches(true, at, word, 0, word.length());
    int after = at + word.length();
    if (here && (after == line.length() || !isAtom(line.charAt(after)))) {
      at = after;
      return true;
    }
    return false;
  }

  /** Takes a space if this character follows it. */
  final boolean takeSpaceBefore(char next) {
    boolean here = at + 1 < line.length() && peek() == ' ' && line.charAt(at + 1) == next;
    at += here ? 1 : 0;
    return here;
  }

  /** Takes just this, whatever its case, if it comes next. */
  final boolean takeText(String text) {
    boolean here = line.regionMatches(true, at, text, 0, text.length());
    at += here ? text.length() : 0;
    return here;
  }

  /** What an astring is when it is no string. */
  final String bareString() throws SyntaxException {
    int start = at;
    while (!done() && isAstring(peek())) {
      at++;
    }
    return some(start, "a string");
  }

  /** The same with the wildcards of LIST. */
  final String barePattern() throws SyntaxException {
    int start = at;
    while (!done() && (isAstring(peek()) || peek() == '%' || peek() == '*')) {
      at++;
    }
    return some(start, "a pattern");
  }

  final boolean isString() {
    return peek() == '"' || peek() == '{';
  }

  final String quoted() throws SyntaxException {
    expect('"');
    var text = new StringBuilder();
    while (!done() && peek() != '"') {
      if (take('\\') && peek() != '"' && peek() != '\\') {
        throw new SyntaxException("a wrong escape");
      }
      if (peek() == 0 || peek() == '\r') {
        throw new SyntaxException("a control character in a string");
      }
      text.append(peek());
      at++;
    }
    expect('"');
    return checked(text.toString());
  }

  /** UTF-8 may stand in quotes, other octets of eight bits may not (RFC 6855 section 3). */
  private static String checked(String octets) throws SyntaxException {
    boolean plain = octets.chars().allMatch(c -> c < 0x80);
    if (!plain && new String(octets.getBytes(ISO_8859_1), UTF_8).indexOf(0xfffd) >= 0) {
      throw new SyntaxException("that is no UTF-8");
    }
    return octets;
  }

  // ---- literals, which the end of a line announces

  final ImapReader.Literal announced() throws SyntaxException {
    int start = at;
    take('~');
    expect('{');
    int digits = at;
    while (!done() && peek() >= '0' && peek() <= '9') {
      at++;
    }
    String number = line.substring(digits, at);
    boolean synchronizing = !take('+');
    expect('}');
    boolean last = done();
    at = start;
    if (number.isEmpty() || !last) {
      throw new SyntaxException("that is no literal");
    }
    return new ImapReader.Literal(size(number), synchronizing);
  }

  /** A size of any number of digits; what no long holds is as good as endless. */
  private static long size(String digits) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    return number.length() > 18 ? Long.MAX_VALUE : Long.parseLong(number);
  }

  /**
   * Goes to the announcement of a literal that the client sends without waiting, if there is one.
   */
  final boolean seekUnasked() {
    boolean there = line.endsWith("+}");
    at = there ? Math.max(0, line.lastIndexOf('{')) : at;
    return there;
  }

  // ---- numbers

  final long number(long max) throws SyntaxException {
    int start = at;
    while (!done() && peek() >= '0' && peek() <= '9') {
      at++;
    }
    String digits = some(start, "a number");
    if (digits.length() > 19) {
      throw new SyntaxException("a number is too large");
    }
    try {
      long number = Long.parseLong(digits);
      if (number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // larger than a long: out of range too
    }
    throw new SyntaxException("a number is too large");
  }

  final SequenceSet sequenceSet() throws SyntaxException {
    return take('$') ? new SequenceSet.Saved() : ranges();
  }

  final SequenceSet.Ranges ranges() throws SyntaxException {
    List<SequenceSet.Span> spans = new ArrayList<>();
    do {
      long from = seqNumber();
      spans.add(new SequenceSet.Span(from, take(':') ? seqNumber() : from));
    } while (take(','));
    return new SequenceSet.Ranges(spans);
  }

  private long seqNumber() throws SyntaxException {
    if (take('*')) {
      return SequenceSet.LAST;
    }
    long number = number(SequenceSet.MAX);
    if (number == 0) {
      throw new SyntaxException("numbers begin at 1");
    }
    return number;
  }

  // ---- flags

  final String flag() throws SyntaxException {
    return take('\\') ? "\\" + atom() : atom();
  }

  public final List<String> flagList() throws SyntaxException {
    List<String> flags = new ArrayList<>();
    expect('(');
    while (!take(')')) {
      if (!flags.isEmpty()) {
        space();
      }
      flags.add(flag());
    }
    return flags;
  }
}
