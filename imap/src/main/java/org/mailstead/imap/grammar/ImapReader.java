package org.mailstead.imap.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Reads one command after the other, each a line, or several with literals between them (RFC 9051
 * section 4.3). Text is kept with one character for each octet until it is known what it is.
 */
public final class ImapReader extends LineReader {
  /** Octets of one literal in any command but APPEND. */
  public static final int MAX_LITERAL = 64 << 10;

  /** Octets of a whole command, messages of APPEND not counted. */
  static final int MAX_COMMAND = 1 << 20;

  private final CommandSource source;
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
    start(source.line());
    taken += length();
    if (taken > MAX_COMMAND) {
      throw new LineTooLong("the command is too long");
    }
  }

  public String astring() throws IOException, SyntaxException {
    return isString() ? string() : bareString();
  }

  String listMailbox() throws IOException, SyntaxException {
    return isString() ? string() : barePattern();
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

  /** A literal of APPEND; whatever its size, it is the caller's to check. */
  public Literal anyLiteral() throws SyntaxException {
    return announced();
  }

  /**
   * The octets of the literal that stands at the end of this line; to be closed before going on.
   */
  public InputStream open(Literal literal) throws IOException {
    leave();
    InputStream in = source.literal(literal.size(), literal.synchronizing());
    start("");
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
    while (seekUnasked()) {
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
    leave();
  }
}
