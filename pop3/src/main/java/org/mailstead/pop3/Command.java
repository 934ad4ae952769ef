package org.mailstead.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What a client can ask: one record per command of RFC 1939 and its extensions. */
sealed interface Command {
  record User(String name) implements Command {}

  record Pass(String password) implements Command {}

  record Stat() implements Command {}

  record List(OptionalInt number) implements Command {}

  record Retr(int number) implements Command {}

  record Dele(int number) implements Command {}

  record Noop() implements Command {}

  record Rset() implements Command {}

  record Quit() implements Command {}

  record Top(int number, int lines) implements Command {}

  record Uidl(OptionalInt number) implements Command {}

  /** RFC 2449. */
  record Capa() implements Command {}

  /** RFC 2595. */
  record Stls() implements Command {}

  /** RFC 5034; the response is base64, {@code =} for an empty one. */
  record Auth(Optional<String> mechanism, Optional<String> initial) implements Command {}

  /** RFC 6856. */
  record Utf8() implements Command {}

  static Command parse(byte[] line) throws SyntaxException {
    String text = decode(line);
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    if (word.chars().anyMatch(c -> c > 0x7f)) {
      throw new SyntaxException("unknown command"); // a long s is no S, though its capital is
    }
    String rest = space < 0 ? "" : text.substring(space + 1);
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "USER" -> new User(need(rest.strip()));
      // A password is taken as it stands, spaces and all (RFC 1939 section 7).
      case "PASS" -> new Pass(need(rest));
      case "STAT" -> bare(rest, new Stat());
      case "LIST" -> new List(optional(rest));
      case "RETR" -> new Retr(number(rest.strip()));
      case "DELE" -> new Dele(number(rest.strip()));
      case "NOOP" -> bare(rest, new Noop());
      case "RSET" -> bare(rest, new Rset());
      case "QUIT" -> bare(rest, new Quit());
      case "TOP" -> top(rest.strip());
      case "UIDL" -> new Uidl(optional(rest));
      case "CAPA" -> bare(rest, new Capa());
      case "STLS" -> bare(rest, new Stls());
      case "AUTH" -> auth(rest.strip());
      case "UTF8" -> bare(rest, new Utf8());
      case String _ -> throw new SyntaxException("unknown command");
    };
  }

  private static Command bare(String rest, Command command) throws SyntaxException {
    if (!rest.isBlank()) {
      throw new SyntaxException("that takes no argument");
    }
    return command;
  }

  private static String decode(byte[] line) throws SyntaxException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new SyntaxException("a command is ASCII or UTF-8");
    }
  }

  private static String need(String argument) throws SyntaxException {
    if (argument.isEmpty()) {
      throw new SyntaxException("an argument is missing");
    }
    return argument;
  }

  private static OptionalInt optional(String rest) throws SyntaxException {
    String argument = rest.strip();
    return argument.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(argument));
  }

  private static int number(String argument) throws SyntaxException {
    if (!argument.matches("[0-9]{1,9}")) {
      throw new SyntaxException("a number is missing");
    }
    return Integer.parseInt(argument);
  }

  private static Top top(String rest) throws SyntaxException {
    String[] words = rest.split(" +", -1);
    if (words.length != 2) {
      throw new SyntaxException("TOP takes a message and a number of lines");
    }
    return new Top(number(words[0]), number(words[1]));
  }

  private static Auth auth(String rest) throws SyntaxException {
    if (rest.isEmpty()) {
      return new Auth(Optional.empty(), Optional.empty());
    }
    String[] words = rest.split(" +", -1);
    if (words.length > 2) {
      throw new SyntaxException("AUTH takes a mechanism and a response");
    }
    return new Auth(
        Optional.of(words[0]), words.length == 2 ? Optional.of(words[1]) : Optional.empty());
  }
}
