package org.mailstead.imap.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Reads one command after the other by the grammar of RFC 9051 section 9, whose rules give the
 * methods their names. Text is kept with one character for each octet until it is known what it is.
 */
public final class ImapReader {
  /** Octets of one literal in any command but APPEND. */
  public static final int MAX_LITERAL = 64 << 10;

  /** Octets of a whole command, messages of APPEND not counted. */
  static final int MAX_COMMAND = 1 << 20;

  private final CommandSource source;
  private String line = "";
  private int at;
  private long taken;
  private FilterSource filters = _ -> Optional.empty();

  /** Whether a literal was opened and the line after it not yet read. */
  private boolean inLiteral;

  private boolean charsets = true;

  public ImapReader(CommandSource source) {
    this.source = source;
  }

  /** Whether SEARCH may name a character set: not once all is UTF-8 (RFC 6855 section 3). */
  boolean takesCharsets() {
    return charsets;
  }

  public void withoutCharsets(boolean without) {
    charsets = !without;
  }

  /** What FILTER in a SEARCH may name. */
  public void filters(FilterSource source) {
    filters = source;
  }

  FilterSource filters() {
    return filters;
  }

  /** Waits for the next command. */
  public void begin() throws IOException {
    taken = 0;
    next();
  }

  private void next() throws IOException {
    inLiteral = false;
    // Nothing ends in blanks but what some clients leave there; a string cannot, without its quote.
    line = source.line();
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    line = line.substring(0, end);
    at = 0;
    taken += line.length();
    if (taken > MAX_COMMAND) {
      throw new LineTooLong("the command is too long");
    }
  }

  // ---- characters

  public boolean done() {
    return at == line.length();
  }

  /** The next character; NUL at the end of the line. */
  public char peek() {
    return done() ? 0 : line.charAt(at);
  }

  public boolean take(char c) {
    if (peek() == c && !done()) {
      at++;
      return true;
    }
    return false;
  }

  public void expect(char c) throws SyntaxException {
    if (!take(c)) {
      throw new SyntaxException(c == ' ' ? "a space is missing" : "'" + c + "' is missing");
    }
  }

  public void space() throws SyntaxException {
    expect(' ');
  }

  /** Nothing may follow but blanks, which some clients leave there. */
  public void end() throws SyntaxException {
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

  public String tag() throws SyntaxException {
    int start = at;
    while (!done() && isAstring(peek()) && peek() != '+' && peek() < 0x80) {
      at++;
    }
    return some(start, "a tag");
  }

  String atom() throws SyntaxException {
    int start = at;
    while (!done() && isAtom(peek())) {
      at++;
    }
    return some(start, "a word");
  }

  /** An atom in upper case, for words that compare without it. */
  public String word() throws SyntaxException {
    return atom().toUpperCase(Locale.ROOT);
  }

  /** What comes before one of these characters, or the line's end, in upper case. */
  String wordUntil(String stops) throws SyntaxException {
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
  public boolean takeWord(String word) {
    boolean here = line.regionMatches(true, at, word, 0, word.length());
    int after = at + word.length();
    if (here && (after == line.length() || !isAtom(line.charAt(after)))) {
      at = after;
      return true;
    }
    return false;
  }

  /** Takes a space if this character follows it. */
  boolean takeSpaceBefore(char next) {
    boolean here = at + 1 < line.length() && peek() == ' ' && line.charAt(at + 1) == next;
    at += here ? 1 : 0;
    return here;
  }

  /** Takes just this, whatever its case, if it comes next. */
  boolean takeText(String text) {
    boolean here = line.regionMatches(true, at, text, 0, text.length());
    at += here ? text.length() : 0;
    return here;
  }

  boolean isString() {
    return peek() == '"' || peek() == '{';
  }

  public String astring() throws IOException, SyntaxException {
    if (isString()) {
      return string();
    }
    int start = at;
    while (!done() && isAstring(peek())) {
      at++;
    }
    return some(start, "a string");
  }

  String listMailbox() throws IOException, SyntaxException {
    if (isString()) {
      return string();
    }
    int start = at;
    while (!done() && (isAstring(peek()) || peek() == '%' || peek() == '*')) {
      at++;
    }
    return some(start, "a pattern");
  }

  String nstring() throws IOException, SyntaxException {
    return takeWord("NIL") ? "" : string();
  }

  public String string() throws IOException, SyntaxException {
    if (peek() == '"') {
      return quoted();
    }
    Literal literal = literal(MAX_LITERAL);
    taken += literal.size();
    String text;
    try (InputStream in = open(literal)) {
      text = new String(in.readNBytes((int) literal.size()), ISO_8859_1);
    }
    next();
    if (text.indexOf(0) >= 0) {
      throw new SyntaxException("NUL in a literal");
    }
    return text;
  }

  // value = nstring / literal8 (RFC 5464 section 5); empty for NIL
  /**
   * @throws Refused TOO_LARGE before a literal over the limit is read
   */
  Optional<String> value(int limit) throws IOException, SyntaxException {
    if (takeWord("NIL")) {
      return Optional.empty();
    }
    String text;
    if (peek() == '"') {
      text = quoted();
    } else {
      Literal literal = announced();
      checkSize(literal.size(), limit);
      taken += literal.size();
      try (InputStream in = open(literal)) {
        text = new String(in.readNBytes((int) literal.size()), ISO_8859_1);
      }
      next();
    }
    checkSize(text.length(), limit);
    return Optional.of(text);
  }

  private static void checkSize(long size, int limit) {
    if (size > limit) {
      throw new Refused(Problem.Kind.TOO_LARGE, "annotation.size", Integer.toString(limit));
    }
  }

  private String quoted() throws SyntaxException {
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

  /** Octets as UTF-8, or as they are when they are none. */
  public static String utf8(String octets) {
    byte[] bytes = octets.getBytes(ISO_8859_1);
    try {
      return UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
    } catch (java.nio.charset.CharacterCodingException _) {
      return octets;
    }
  }

  // ---- literals

  /** A literal that was announced: its octets come after the line. */
  public record Literal(long size, boolean synchronizing) {}

  /**
   * The announcement of a literal at the end of the line. One that is too large is left unread:
   * {@link #skip} drops what the client sends without waiting.
   */
  Literal literal(long limit) throws SyntaxException {
    Literal literal = announced();
    if (literal.size() > limit) {
      throw new SyntaxException("the literal is too large");
    }
    return literal;
  }

  private Literal announced() throws SyntaxException {
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
    return new Literal(size(number), synchronizing);
  }

  /** A size of any number of digits; what no long holds is as good as endless. */
  private static long size(String digits) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    return number.length() > 18 ? Long.MAX_VALUE : Long.parseLong(number);
  }

  /** A literal of APPEND; whatever its size, it is the caller's to check. */
  public Literal anyLiteral() throws SyntaxException {
    return announced();
  }

  /**
   * The octets of the literal that stands at the end of this line; to be closed before going on.
   */
  public InputStream open(Literal literal) throws IOException {
    at = line.length();
    InputStream in = source.literal(literal.size(), literal.synchronizing());
    line = "";
    at = 0;
    inLiteral = true;
    return in;
  }

  /** Goes on with the line after a literal that was opened. */
  public void afterLiteral() throws IOException {
    next();
  }

  /**
   * Drops the rest of a command that is not understood, with the literals that the client sends
   * unasked. A synchronizing one it does not send, once it has been refused.
   */
  public void skip(long limit) throws IOException {
    if (inLiteral) {
      next();
    }
    while (line.endsWith("+}")) {
      at = Math.max(0, line.lastIndexOf('{'));
      Literal literal;
      try {
        literal = announced();
      } catch (SyntaxException _) {
        break; // not so much as a number: nobody takes that for a literal
      }
      if (literal.size() > limit) {
        throw new LineTooLong("the literal is too large");
      }
      open(literal).close();
      next();
    }
    at = line.length();
  }

  // ---- numbers

  long number(long max) throws SyntaxException {
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

  SequenceSet sequenceSet() throws SyntaxException {
    return take('$') ? new SequenceSet.Saved() : ranges();
  }

  SequenceSet.Ranges ranges() throws SyntaxException {
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

  String flag() throws SyntaxException {
    return take('\\') ? "\\" + atom() : atom();
  }

  public List<String> flagList() throws SyntaxException {
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
