package org.mailstead.formats.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a script (RFC 5228 section 8.2). Memory and depth are bounded by {@link SieveLimits}. */
public final class SieveParser {
  private final SieveLexer lexer;
  private final SieveLimits limits;
  private SieveToken token;
  private int nodes;
  private int depth;

  private SieveParser(String script, SieveLimits limits) throws SieveSyntaxException {
    this.lexer = new SieveLexer(script);
    this.limits = limits;
    this.token = lexer.next();
  }

  /** The commands of a script. */
  public static List<SieveCommand> parse(byte[] script, SieveLimits limits)
      throws SieveSyntaxException {
    if (script.length > limits.octets()) {
      throw new SieveSyntaxException(
          new Place(1, 1), "a script may have at most " + limits.octets() + " octets");
    }
    String text = text(script);
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw new SieveSyntaxException(place(text.substring(0, zero)), "a NUL cannot be in a script");
    }
    return new SieveParser(text, limits).start();
  }

  /** As the other, of characters. */
  public static List<SieveCommand> parse(String script) throws SieveSyntaxException {
    return parse(script.getBytes(UTF_8), SieveLimits.DEFAULT);
  }

  private static String text(byte[] script) throws SieveSyntaxException {
    ByteBuffer in = ByteBuffer.wrap(script);
    try {
      String text = UTF_8.newDecoder().decode(in).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text; // editors put it there
    } catch (CharacterCodingException e) {
      // The decoder stops before the octet that it cannot read.
      String before = new String(script, 0, in.position(), UTF_8);
      throw new SieveSyntaxException(place(before), "this is not UTF-8");
    }
  }

  private static Place place(String before) {
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int start = before.lastIndexOf('\n') + 1;
    return new Place(line, before.codePointCount(start, before.length()) + 1);
  }

  // start = commands
  private List<SieveCommand> start() throws SieveSyntaxException {
    var commands = new ArrayList<SieveCommand>();
    while (!(token instanceof SieveToken.End)) {
      if (token.is('}')) {
        throw new SieveSyntaxException(token.place(), "this \"}\" closes nothing");
      }
      commands.add(command());
    }
    return List.copyOf(commands);
  }

  private void advance() throws SieveSyntaxException {
    if (++nodes > limits.nodes()) {
      throw new SieveSyntaxException(token.place(), "this script has too many parts");
    }
    token = lexer.next();
  }

  private void deeper() throws SieveSyntaxException {
    if (++depth > limits.depth()) {
      throw new SieveSyntaxException(
          token.place(), "blocks and tests lie more than " + limits.depth() + " deep");
    }
  }

  // command = identifier arguments (";" / block)
  private SieveCommand command() throws SieveSyntaxException {
    Place place = token.place();
    String name = identifier("a command");
    List<SieveArgument> arguments = arguments();
    List<SieveTest> tests = tests();
    if (token.is('{')) {
      return new SieveCommand(place, name, arguments, tests, Optional.of(block()));
    }
    if (!token.is(';')) {
      throw new SieveSyntaxException(
          token.place(),
          "expected \";\" or \"{\" after \"" + name + "\", found " + token.described());
    }
    advance();
    return new SieveCommand(place, name, arguments, tests, Optional.empty());
  }

  private String identifier(String what) throws SieveSyntaxException {
    if (token instanceof SieveToken.Identifier(Place _, String name)) {
      advance();
      return name;
    }
    throw new SieveSyntaxException(
        token.place(), "expected " + what + ", found " + token.described());
  }

  // block = "{" commands "}"
  private List<SieveCommand> block() throws SieveSyntaxException {
    Place open = token.place();
    deeper();
    advance();
    var commands = new ArrayList<SieveCommand>();
    while (!token.is('}')) {
      if (token instanceof SieveToken.End) {
        throw new SieveSyntaxException(open, "this \"{\" is not closed");
      }
      commands.add(command());
    }
    advance();
    depth--;
    return commands;
  }

  // arguments = *argument [ test / test-list ]
  private List<SieveArgument> arguments() throws SieveSyntaxException {
    var arguments = new ArrayList<SieveArgument>();
    while (true) {
      switch (token) {
        case SieveToken.Tag(Place place, String name) -> {
          arguments.add(new SieveArgument.Tag(place, name));
          advance();
        }
        case SieveToken.Numeral(Place place, long value) -> {
          arguments.add(new SieveArgument.Numeral(place, value));
          advance();
        }
        case SieveToken.Text(Place place, String value) -> {
          arguments.add(
              new SieveArgument.Strings(place, List.of(new SieveText(place, value)), false));
          advance();
        }
        case SieveToken.Mark(Place place, char mark) when mark == '[' ->
            arguments.add(new SieveArgument.Strings(place, stringList(), true));
        case SieveToken _ -> {
          return arguments;
        }
      }
    }
  }

  // string-list = "[" string *("," string) "]" / string
  private List<SieveText> stringList() throws SieveSyntaxException {
    Place open = token.place();
    var list = new ArrayList<SieveText>();
    do {
      advance();
      if (token instanceof SieveToken.Text(Place place, String value)) {
        list.add(new SieveText(place, value));
        advance();
      } else {
        throw new SieveSyntaxException(
            token.place(), "expected a string in the list, found " + token.described());
      }
    } while (token.is(','));
    close(open, '[', ']');
    return list;
  }

  private void close(Place open, char opening, char closing) throws SieveSyntaxException {
    if (token instanceof SieveToken.End) {
      throw new SieveSyntaxException(open, "this \"" + opening + "\" is not closed");
    }
    if (!token.is(closing)) {
      throw new SieveSyntaxException(
          token.place(), "expected \",\" or \"" + closing + "\", found " + token.described());
    }
    advance();
  }

  private List<SieveTest> tests() throws SieveSyntaxException {
    if (token instanceof SieveToken.Identifier) {
      return List.of(test());
    }
    return token.is('(') ? testList() : List.of();
  }

  // test-list = "(" test *("," test) ")"
  private List<SieveTest> testList() throws SieveSyntaxException {
    Place open = token.place();
    deeper();
    var tests = new ArrayList<SieveTest>();
    do {
      advance();
      tests.add(test());
    } while (token.is(','));
    close(open, '(', ')');
    depth--;
    return tests;
  }

  // test = identifier arguments
  private SieveTest test() throws SieveSyntaxException {
    Place place = token.place();
    deeper();
    String name = identifier("a test");
    List<SieveArgument> arguments = arguments();
    List<SieveTest> tests = tests();
    depth--;
    return new SieveTest(place, name, arguments, tests);
  }
}
