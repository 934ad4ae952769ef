package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a client can ask: one record per command. */
sealed interface Command {
  /** EHLO, HELO or LHLO (RFC 5321 section 4.1.1.1, RFC 2033 section 4.1). */
  record Hello(Kind kind, String name) implements Command {
    enum Kind {
      EHLO,
      HELO,
      LHLO
    }
  }

  /** RFC 5321 section 4.1.1.2. */
  record Mail(Path from, Map<String, String> parameters) implements Command {
    public Mail {
      parameters = Map.copyOf(parameters);
    }
  }

  /** RFC 5321 section 4.1.1.3. */
  record Rcpt(Path to, Map<String, String> parameters) implements Command {
    public Rcpt {
      parameters = Map.copyOf(parameters);
    }
  }

  /** RFC 5321 section 4.1.1.4. */
  record Data() implements Command {}

  /** RFC 3030 section 2. */
  record Bdat(long size, boolean last) implements Command {}

  /** RFC 5321 section 4.1.1.5. */
  record Rset() implements Command {}

  /** VRFY and EXPN (RFC 5321 section 3.5): who exists is not told. */
  record Verify() implements Command {}

  record Help() implements Command {}

  record Noop() implements Command {}

  record Quit() implements Command {}

  /** RFC 3207. */
  record StartTls() implements Command {}

  /** RFC 4954; the response is base64, {@code =} for an empty one. */
  record Auth(String mechanism, Optional<String> initial) implements Command {}

  /** A verb of HTTP: a web page that was made to talk to us (RFC 5321 knows none of them). */
  record Http() implements Command {}

  static Command parse(byte[] line) throws SyntaxException {
    String text = decode(line);
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    if (word.chars().anyMatch(c -> c > 0x7f)) {
      throw new SyntaxException(Reply.UNKNOWN); // a long s is no S, though its capital is
    }
    String verb = word.toUpperCase(Locale.ROOT);
    String rest = space < 0 ? "" : text.substring(space + 1).strip();
    return switch (verb) {
      case "EHLO" -> hello(Hello.Kind.EHLO, rest);
      case "HELO" -> hello(Hello.Kind.HELO, rest);
      case "LHLO" -> hello(Hello.Kind.LHLO, rest);
      case "MAIL" -> mail(rest);
      case "RCPT" -> rcpt(rest);
      case "DATA" -> bare(rest, new Data());
      case "BDAT" -> bdat(rest);
      case "RSET" -> bare(rest, new Rset());
      case "NOOP" -> new Noop();
      case "VRFY", "EXPN" -> new Verify();
      case "HELP" -> new Help();
      case "QUIT" -> bare(rest, new Quit());
      case "STARTTLS" -> bare(rest, new StartTls());
      case "AUTH" -> auth(rest);
      case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE" -> new Http();
      case String _ -> throw new SyntaxException(Reply.UNKNOWN);
    };
  }

  private static String decode(byte[] line) throws SyntaxException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new SyntaxException(Reply.of(500, "5.5.2", "a command is ASCII or UTF-8"));
    }
  }

  private static Command bare(String rest, Command command) throws SyntaxException {
    if (!rest.isEmpty()) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return command;
  }

  private static Command hello(Hello.Kind kind, String name) throws SyntaxException {
    // What is no host name is taken all the same, so long as it can stand in a Received field.
    boolean clean = !name.isEmpty() && name.length() <= 255 && name.chars().noneMatch(c -> c < ' ');
    if (!clean) {
      throw new SyntaxException(Reply.of(501, "5.5.4", "say who you are"));
    }
    return new Hello(kind, name);
  }

  // "MAIL FROM:" Reverse-path [SP Mail-parameters]
  private static Command mail(String rest) throws SyntaxException {
    Path.Found found = Path.parse(after(rest, "FROM:"));
    return new Mail(found.path(), parameters(found.rest()));
  }

  // "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters]
  private static Command rcpt(String rest) throws SyntaxException {
    Path.Found found = Path.parse(after(rest, "TO:"));
    if (found.path().equals(Path.NULL)) {
      throw new SyntaxException(Reply.of(553, "5.1.3", "a recipient is needed"));
    }
    return new Rcpt(found.path(), parameters(found.rest()));
  }

  private static String after(String rest, String word) throws SyntaxException {
    if (!rest.regionMatches(true, 0, word, 0, word.length())) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return rest.substring(word.length()).strip();
  }

  // esmtp-param = esmtp-keyword ["=" esmtp-value]
  private static Map<String, String> parameters(String text) throws SyntaxException {
    Map<String, String> found = new LinkedHashMap<>();
    for (String word : text.isEmpty() ? new String[0] : text.split(" +", -1)) {
      int equals = word.indexOf('=');
      String name = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
      String value = equals < 0 ? "" : word.substring(equals + 1);
      if (found.size() == 20 || found.putIfAbsent(name, value) != null) {
        throw new SyntaxException(Reply.SYNTAX);
      }
    }
    return found;
  }

  // bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ]
  private static Command bdat(String rest) throws SyntaxException {
    String[] words = rest.split(" +", -1);
    boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
    boolean good = (words.length == 1 || last) && words[0].matches("[0-9]{1,18}");
    if (!good) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return new Bdat(Long.parseLong(words[0]), last);
  }

  private static Command auth(String rest) throws SyntaxException {
    String[] words = rest.split(" +", -1);
    if (words[0].isEmpty() || words.length > 2) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return new Auth(words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty());
  }
}
