package org.mailstead.sieve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client can ask: one record per command of RFC 5804 section 2. */
sealed interface Command {
  /** The responses are base64. */
  record Authenticate(String mechanism, Optional<String> initial) implements Command {}

  record StartTls() implements Command {}

  record Logout() implements Command {}

  record Capability() implements Command {}

  record HaveSpace(String name, long size) implements Command {}

  record PutScript(String name, byte[] script) implements Command {}

  record ListScripts() implements Command {}

  /** An empty name makes no script the active one. */
  record SetActive(String name) implements Command {}

  record GetScript(String name) implements Command {}

  record DeleteScript(String name) implements Command {}

  record RenameScript(String from, String to) implements Command {}

  record CheckScript(byte[] script) implements Command {}

  record Noop(Optional<String> tag) implements Command {}

  record Unauthenticate() implements Command {}

  static Command parse(List<Word> words) throws SyntaxException {
    if (words.isEmpty() || !(words.getFirst() instanceof Word.Atom(String verb))) {
      throw new SyntaxException("a command is missing");
    }
    var in = new Arguments(words.subList(1, words.size()));
    Command command =
        switch (verb.toUpperCase(Locale.ROOT)) {
          case "AUTHENTICATE" -> new Authenticate(in.text(), in.optional());
          case "STARTTLS" -> new StartTls();
          case "LOGOUT" -> new Logout();
          case "CAPABILITY" -> new Capability();
          case "HAVESPACE" -> new HaveSpace(in.text(), in.number());
          case "PUTSCRIPT" -> new PutScript(in.text(), in.octets());
          case "LISTSCRIPTS" -> new ListScripts();
          case "SETACTIVE" -> new SetActive(in.text());
          case "GETSCRIPT" -> new GetScript(in.text());
          case "DELETESCRIPT" -> new DeleteScript(in.text());
          case "RENAMESCRIPT" -> new RenameScript(in.text(), in.text());
          case "CHECKSCRIPT" -> new CheckScript(in.octets());
          case "NOOP" -> new Noop(in.optional());
          case "UNAUTHENTICATE" -> new Unauthenticate();
          case String _ -> throw new SyntaxException("unknown command");
        };
    in.end();
    return command;
  }

  /** What follows the verb, taken one after the other. */
  final class Arguments {
    private final List<Word> words;
    private int at;

    private Arguments(List<Word> words) {
      this.words = words;
    }

    private byte[] octets() throws SyntaxException {
      if (at < words.size() && words.get(at) instanceof Word.Text(byte[] octets)) {
        at++;
        return octets;
      }
      throw new SyntaxException("a string is missing");
    }

    private String text() throws SyntaxException {
      return utf8(octets());
    }

    private Optional<String> optional() throws SyntaxException {
      return at < words.size() ? Optional.of(text()) : Optional.empty();
    }

    private long number() throws SyntaxException {
      if (at < words.size()
          && words.get(at) instanceof Word.Atom(String digits)
          && digits.matches("[0-9]{1,10}")) {
        at++;
        return Long.parseLong(digits);
      }
      throw new SyntaxException("a number is missing");
    }

    private void end() throws SyntaxException {
      if (at < words.size()) {
        throw new SyntaxException("too many arguments");
      }
    }
  }

  /** Names and SASL data are UTF-8. */
  static String utf8(byte[] octets) throws SyntaxException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new SyntaxException("a string is not UTF-8");
    }
  }

  /** A word of a command: the verb or a number, or a string. */
  sealed interface Word {
    record Atom(String text) implements Word {}

    /** Quoted or a literal. */
    record Text(byte[] octets) implements Word {
      static Text of(String latin1) {
        return new Text(latin1.getBytes(ISO_8859_1));
      }
    }
  }
}
