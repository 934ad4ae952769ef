package org.mailstead.sieve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.wire.Line;
import org.mailstead.wire.WireReader;

/** Reads commands: words, quoted strings and literals (RFC 5804 section 4). */
final class CommandReader {
  /** SASL responses are the longest of what stands in a line. */
  private static final int MAX_LINE = 16 << 10;

  private static final int MAX_WORDS = 8;

  /** Literals that are read and dropped, so that the client hears why; larger ones end all. */
  private static final long MAX_DROPPED = 4 << 20;

  private final WireReader in;

  CommandReader(WireReader in) {
    this.in = in;
  }

  /** The client means no harm, but what follows cannot be understood any more. */
  static final class OutOfStep extends IOException {
    private static final long serialVersionUID = 1;

    OutOfStep(String why) {
      super(why);
    }
  }

  /**
   * The next command's words; empty when the client has gone.
   *
   * @param room octets that its literals may have together
   */
  Optional<List<Command.Word>> next(long room) throws IOException, SyntaxException {
    Optional<String> first = line();
    return first.isEmpty() ? Optional.empty() : Optional.of(words(first.get(), room));
  }

  private Optional<String> line() throws IOException, SyntaxException {
    return switch (in.readLine(MAX_LINE)) {
      case Line.End _ -> Optional.empty();
      case Line.TooLong _ -> throw new SyntaxException("the line is too long");
      case Line.Text text -> {
        if (text.bareCr()) {
          throw new SyntaxException("a carriage return without a line feed");
        }
        yield Optional.of(text.latin1());
      }
    };
  }

  private List<Command.Word> words(String first, long room) throws IOException, SyntaxException {
    var words = new ArrayList<Command.Word>();
    String line = first;
    long left = room;
    int at = 0;
    while (true) {
      while (at < line.length() && line.charAt(at) == ' ') {
        at++;
      }
      if (at == line.length()) {
        return words;
      }
      if (words.size() == MAX_WORDS) {
        throw new SyntaxException("too many arguments");
      }
      char c = line.charAt(at);
      if (c == '"') {
        at = quoted(line, at + 1, words);
      } else if (c == '{') {
        long size = size(line.substring(at));
        if (size > left) {
          drop(size);
          throw new SyntaxException("the string is too long");
        }
        left -= size;
        words.add(new Command.Word.Text(in.readOctets((int) size)));
        line = line().orElseThrow(() -> new EOFException("the client has gone"));
        at = 0;
      } else {
        int end = at;
        while (end < line.length()
            && line.charAt(end) > ' '
            && "\"{".indexOf(line.charAt(end)) < 0) {
          end++;
        }
        if (end == at) {
          throw new SyntaxException("a control character cannot stand here");
        }
        words.add(new Command.Word.Atom(line.substring(at, end)));
        at = end;
      }
    }
  }

  // quoted = DQUOTE *1024QUOTED-CHAR DQUOTE
  private static int quoted(String line, int from, List<Command.Word> words)
      throws SyntaxException {
    var text = new StringBuilder();
    int at = from;
    while (at < line.length() && line.charAt(at) != '"') {
      if (line.charAt(at) == '\\') {
        at++;
      }
      if (at == line.length() || line.charAt(at) == 0) {
        break;
      }
      text.append(line.charAt(at++));
    }
    if (at >= line.length() || line.charAt(at) != '"') {
      throw new SyntaxException("a string is not closed");
    }
    words.add(Command.Word.Text.of(text.toString()));
    return at + 1;
  }

  // literal-c2s = "{" number "+}" CRLF *OCTET; without the plus as other protocols have it
  private static long size(String rest) throws IOException, SyntaxException {
    if (!rest.matches("\\{[0-9]{1,10}\\+?\\}")) {
      throw new SyntaxException("this is no literal");
    }
    if (!rest.endsWith("+}")) {
      // Such a client waits for leave to go on, which this protocol does not know.
      throw new OutOfStep("a literal needs its plus");
    }
    return Long.parseLong(rest.substring(1, rest.length() - 2));
  }

  private void drop(long size) throws IOException, SyntaxException {
    if (size > MAX_DROPPED) {
      throw new OutOfStep("the string is too long");
    }
    try (InputStream literal = in.literal(size)) {
      literal.transferTo(OutputStream.nullOutputStream());
    }
    if (line().isEmpty()) {
      throw new EOFException("the client has gone");
    }
  }

  /** A response of a SASL exchange: one string; empty when it is too long. */
  Optional<String> response() throws IOException {
    try {
      Optional<List<Command.Word>> words = next(MAX_LINE);
      if (words.isEmpty()) {
        throw new EOFException("the client has gone");
      }
      boolean one = words.get().size() == 1 && words.get().getFirst() instanceof Command.Word.Text;
      // What is no string is no base64 either.
      return one && words.get().getFirst() instanceof Command.Word.Text(byte[] octets)
          ? Optional.of(new String(octets, ISO_8859_1))
          : Optional.of("?");
    } catch (SyntaxException e) {
      return Optional.empty();
    }
  }
}
