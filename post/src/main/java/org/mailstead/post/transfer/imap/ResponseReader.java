package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mailstead.wire.Line;
import org.mailstead.wire.WireReader;

/**
 * Reads what servers say. Servers are many and each has its own ways, so what makes some sense is
 * taken; what would take memory without end is not. The octets of messages are passed on as they
 * come and never held.
 */
final class ResponseReader {
  /** Octets of a line; a list of flags or labels is what may be long. */
  private static final int MAX_LINE = 64 << 10;

  /** Of one literal that is no message, and of all of a response together. */
  private static final int MAX_LITERAL = 64 << 10;

  private static final int MAX_TOGETHER = 1 << 20;

  /** More than any message that is taken. */
  private static final long MAX_BODY = 256L << 20;

  private static final int MAX_DEPTH = 20;
  private static final int MAX_LINES = 10_000;
  private static final int MOST_EMPTY = 100;

  private final Octets in;
  private String line = "";
  private int at;
  private int lines;
  private long together;

  /** Where it all comes from: {@link WireReader}, or what a test has made up. */
  interface Octets {
    Line line(int limit) throws IOException;

    InputStream literal(long length) throws IOException;
  }

  ResponseReader(Octets in) {
    this.in = in;
  }

  ResponseReader(WireReader in) {
    this(
        new Octets() {
          @Override
          public Line line(int limit) throws IOException {
            return in.readLine(limit);
          }

          @Override
          public InputStream literal(long length) {
            return in.literal(length);
          }
        });
  }

  /** It is no IMAP, or more than is taken. */
  static final class Nonsense extends IOException {
    Nonsense(String why) {
      super(why);
    }
  }

  /**
   * The next response.
   *
   * @param body where the octets of a message go that is in it
   * @throws Nonsense when it cannot be read; nothing more can be then
   */
  Response next(OutputStream body) throws IOException {
    lines = 0;
    together = 0;
    nextLine();
    for (int empty = 0; line.isBlank(); nextLine()) {
      if (++empty > MOST_EMPTY) {
        throw new Nonsense("nothing but empty lines");
      }
    }
    String tag = word();
    skipSpace();
    if (tag.equals("+")) {
      return new Response.GoOn();
    }
    String first = word().toUpperCase(Locale.ROOT);
    Optional<Response.Status> status = status(first);
    if (status.isPresent()) {
      return state(tag, status.get());
    }
    if (!tag.equals("*")) {
      throw new Nonsense("an answer that is none");
    }
    Optional<Long> number = Value.number(first);
    if (number.isEmpty()) {
      return new Response.Data(first, 0, values());
    }
    skipSpace();
    String name = word().toUpperCase(Locale.ROOT);
    return name.equals("FETCH")
        ? fetch(number.get(), body)
        : new Response.Data(name, number.get(), values());
  }

  private static Optional<Response.Status> status(String word) {
    return switch (word) {
      case "OK" -> Optional.of(Response.Status.OK);
      case "NO" -> Optional.of(Response.Status.NO);
      case "BAD" -> Optional.of(Response.Status.BAD);
      case "BYE" -> Optional.of(Response.Status.BYE);
      case "PREAUTH" -> Optional.of(Response.Status.PREAUTH);
      case String _ -> Optional.empty();
    };
  }

  // resp-text = ["[" resp-text-code "]" SP] [text]; a brace at its end is no literal's
  private Response.State state(String tag, Response.Status status) {
    skipSpace();
    String code = "";
    int end = line.indexOf(']', at);
    if (at < line.length() && line.charAt(at) == '[' && end > 0) {
      code = line.substring(at + 1, end).strip();
      at = end + 1;
    }
    String text = line.substring(Math.min(at, line.length())).strip();
    at = line.length();
    return new Response.State(tag, status, code, text);
  }

  private void nextLine() throws IOException {
    if (++lines > MAX_LINES) {
      throw new Nonsense("an answer of too many lines");
    }
    line =
        switch (in.line(MAX_LINE)) {
          case Line.Text text -> text.latin1();
          case Line.TooLong _ -> throw new Nonsense("a line that is too long");
          case Line.End _ -> throw new EOFException("the server has gone");
        };
    at = 0;
  }

  private void skipSpace() {
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
  }

  private boolean isAt(char c) {
    return at < line.length() && line.charAt(at) == c;
  }

  private List<Value> values() throws IOException {
    List<Value> values = new ArrayList<>();
    for (skipSpace(); at < line.length(); skipSpace()) {
      if (isAt(')')) {
        at++; // one too many
      } else {
        values.add(value(0));
      }
    }
    return values;
  }

  private Value value(int depth) throws IOException {
    if (isAt('(')) {
      return many(depth);
    }
    if (isAt('"')) {
      return new Value.Text(quoted());
    }
    Optional<Long> literal = literal();
    if (literal.isPresent()) {
      return new Value.Text(octets(literal.get()));
    }
    String word = word();
    return word.equalsIgnoreCase("NIL") ? new Value.Nil() : new Value.Word(word);
  }

  private Value many(int depth) throws IOException {
    if (depth >= MAX_DEPTH) {
      throw new Nonsense("lists in lists without end");
    }
    at++;
    List<Value> values = new ArrayList<>();
    for (skipSpace(); at < line.length() && !isAt(')'); skipSpace()) {
      values.add(value(depth + 1));
    }
    at++; // also where it was forgotten
    return new Value.Many(values);
  }

  // quoted = DQUOTE *QUOTED-CHAR DQUOTE; one that does not end goes to the line's end
  private String quoted() {
    var text = new StringBuilder();
    for (at++; at < line.length() && !isAt('"'); at++) {
      if (isAt('\\') && at + 1 < line.length()) {
        at++;
      }
      text.append(line.charAt(at));
    }
    at++;
    return text.toString();
  }

  // literal = "{" number64 ["+"] "}" CRLF *CHAR8; literal8 has a tilde
  private Optional<Long> literal() {
    int brace = isAt('~') ? at + 1 : at;
    boolean last = line.endsWith("}") && brace < line.length() && line.charAt(brace) == '{';
    if (!last) {
      return Optional.empty();
    }
    String digits = line.substring(brace + 1, line.length() - 1);
    return Value.number(digits.endsWith("+") ? digits.substring(0, digits.length() - 1) : digits);
  }

  private String octets(long length) throws IOException {
    together += length;
    if (length > MAX_LITERAL || together > MAX_TOGETHER) {
      throw new Nonsense("a text that is too long");
    }
    try (InputStream literal = in.literal(length)) {
      String octets = new String(literal.readNBytes((int) length), ISO_8859_1);
      nextLine();
      return octets;
    }
  }

  /** Up to what ends an atom, but for what stands in brackets: {@code BODY[HEADER.FIELDS (A)]}. */
  private String word() {
    int start = at;
    while (at < line.length() && " ()\"".indexOf(line.charAt(at)) < 0) {
      int end = isAt('[') ? line.indexOf(']', at) : -1;
      at = end > 0 ? end + 1 : at + 1;
    }
    if (at == start && at < line.length()) {
      at++; // what begins no word: one goes on all the same
    }
    return line.substring(start, at);
  }

  private Response fetch(long number, OutputStream body) throws IOException {
    Map<String, Value> items = new LinkedHashMap<>();
    boolean found = false;
    skipSpace();
    at += isAt('(') ? 1 : 0;
    for (skipSpace(); at < line.length() && !isAt(')'); skipSpace()) {
      String name = word().toUpperCase(Locale.ROOT);
      skipSpace();
      if (name.equals("BODY[]") && !found) {
        found = true;
        body(body);
      } else if (at < line.length() && !isAt(')')) {
        items.put(name, value(0));
      }
    }
    at = line.length();
    return new Response.Fetch(number, items, found);
  }

  private void body(OutputStream to) throws IOException {
    Optional<Long> length = literal();
    if (length.isEmpty()) {
      if (at < line.length() && !isAt(')')) {
        to.write(value(0).string().orElse("").getBytes(ISO_8859_1));
      }
      return;
    }
    if (length.get() > MAX_BODY) {
      throw new Nonsense("a message that is too long");
    }
    try (InputStream octets = in.literal(length.get())) {
      octets.transferTo(to);
    }
    nextLine();
  }
}
