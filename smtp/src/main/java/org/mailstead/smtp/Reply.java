package org.mailstead.smtp;

import java.io.IOException;
import java.util.List;
import org.mailstead.identity.signin.SignInText;
import org.mailstead.wire.WireWriter;
import org.mailstead.words.Problem;

/**
 * A reply (RFC 5321 section 4.2) with its enhanced status code (RFC 3463, RFC 2034).
 *
 * @param status such as {@code 2.1.0}; empty where RFC 2034 section 4 wants none
 */
record Reply(int code, String status, List<String> lines) {
  static final Reply OK = of(250, "2.0.0", "done");
  static final Reply SYNTAX = of(501, "5.5.4", "cannot understand the arguments");
  static final Reply SEQUENCE = of(503, "5.5.1", "not now: wrong order of commands");
  static final Reply UNKNOWN = of(500, "5.5.2", "unknown command");
  static final Reply NEEDS_TLS = of(530, "5.7.0", "say STARTTLS first");
  static final Reply NEEDS_AUTH = of(530, "5.7.0", "sign in first");

  private static final String POLICY = "refused by policy";
  private static final int MOST_WORDS = 400;

  Reply {
    lines = List.copyOf(lines);
  }

  static Reply of(int code, String status, String text) {
    return new Reply(code, status, List.of(text));
  }

  static Reply plain(int code, List<String> lines) {
    return new Reply(code, "", lines);
  }

  boolean isGood() {
    return code < 400;
  }

  void write(WireWriter out) throws IOException {
    for (int i = 0; i < lines.size(); i++) {
      out.print(code).print(i < lines.size() - 1 ? "-" : " ");
      if (!status.isEmpty()) {
        out.print(status).print(" ");
      }
      out.print(lines.get(i)).crlf();
    }
  }

  /** The only place where a refusal gets its SMTP code. No default: a new kind must get one. */
  static Reply of(Problem problem) {
    return switch (problem.kind()) {
      case NOT_FOUND -> of(550, "5.1.1", "no such mailbox");
      case NOT_LOCAL -> of(550, "5.7.1", "this server does not relay to that domain");
      case NOT_PERMITTED -> of(550, "5.7.1", "you may not send as " + argument(problem));
      case NOT_AUTHENTICATED -> NEEDS_AUTH;
      case BAD_CREDENTIALS ->
          SignInText.isTooWeak(problem)
              ? of(534, "5.7.9", SignInText.of(problem))
              : of(535, "5.7.8", SignInText.of(problem));
      case NEEDS_TLS -> of(538, "5.7.11", "encryption is needed for that");
      case OVER_QUOTA -> of(452, "4.2.2", "the mailbox is full");
      case TOO_LARGE -> of(552, "5.3.4", "the message is too large");
      case TOO_MANY -> of(452, "4.5.3", "too many at once");
      case RATE_LIMITED -> of(454, "4.7.0", "too many failed attempts; wait some minutes");
      case BUSY ->
          problem.arguments().isEmpty()
              ? of(450, "4.2.1", "busy; try again")
              : of(451, "4.7.1", argument(problem));
      case CONFLICT -> of(450, "4.2.1", "busy; try again");
      case UNAVAILABLE -> of(451, "4.3.0", "temporarily not available; try again");
      case NO_SPACE -> of(452, "4.3.1", "not enough disk space; try again later");
      case LOOP -> of(554, "5.4.6", "the message goes round in circles");
      case REFUSED -> of(550, "5.7.1", problem.arguments().isEmpty() ? POLICY : argument(problem));
      case INVALID -> of(501, "5.5.4", "invalid: " + argument(problem));
      case UNSUPPORTED -> of(504, "5.5.4", "not supported");
      case EXISTS, EXPIRED, CORRUPT -> of(451, "4.3.0", "something is wrong here; try again later");
    };
  }

  /**
   * What a problem speaks of. It may be a stranger's word, which must neither end the reply that it
   * stands in nor make it longer than a line may be (RFC 5321 section 4.5.3.1.5).
   */
  private static String argument(Problem problem) {
    if (problem.arguments().isEmpty()) {
      return "that";
    }
    String plain = problem.arguments().getFirst().replaceAll("[^ -~]", "?");
    return plain.substring(0, Math.min(MOST_WORDS, plain.length()));
  }
}
