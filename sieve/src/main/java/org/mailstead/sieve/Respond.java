package org.mailstead.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.mailstead.identity.signin.SignInText;
import org.mailstead.wire.WireWriter;
import org.mailstead.words.Problem;

/** What the server says. */
record Respond(WireWriter out) {
  private static final int MAX_QUOTED = 1000;

  void ok(String text) throws IOException {
    status("OK", "", text);
  }

  void no(String text) throws IOException {
    status("NO", "", text);
  }

  void bye(String code, String text) throws IOException {
    status("BYE", code, text);
  }

  private void status(String status, String code, String text) throws IOException {
    out.print(status);
    if (!code.isEmpty()) {
      out.print(" (").print(code).print(")");
    }
    out.print(" ");
    string(text);
    out.crlf();
  }

  /** NOOP's answer, by which a client finds its place again (RFC 5804 section 2.13). */
  void tag(String tag) throws IOException {
    out.print("OK (TAG ");
    string(tag);
    out.print(") \"done\"").crlf();
  }

  /** A string, quoted where it can be. */
  void string(String text) throws IOException {
    byte[] octets = text.getBytes(UTF_8);
    boolean plain = octets.length <= MAX_QUOTED && text.chars().noneMatch(c -> c < ' ');
    if (plain) {
      out.print("\"");
      out.write(text.replace("\\", "\\\\").replace("\"", "\\\"").getBytes(UTF_8));
      out.print("\"");
    } else {
      literal(octets);
    }
  }

  // literal-s2c = "{" number "}" CRLF *OCTET
  void literal(byte[] octets) throws IOException {
    out.print("{").print(octets.length).print("}").crlf();
    out.write(octets);
  }

  void capability(String name, String value) throws IOException {
    string(name);
    out.print(" ");
    string(value);
    out.crlf();
  }

  void capability(String name) throws IOException {
    string(name);
    out.crlf();
  }

  /** The only place where a refusal gets its code (RFC 5804 section 1.3). */
  void refused(Problem problem) throws IOException {
    switch (problem.kind()) {
      case NOT_FOUND -> status("NO", "NONEXISTENT", "there is no script of that name");
      case EXISTS -> status("NO", "ALREADYEXISTS", "there is a script of that name");
      case BUSY, CONFLICT -> status("NO", "ACTIVE", "the script runs; make another one active");
      case TOO_LARGE -> status("NO", "QUOTA/MAXSIZE", "a script is larger than " + limit(problem));
      case TOO_MANY -> status("NO", "QUOTA/MAXSCRIPTS", "there are " + limit(problem) + " scripts");
      case OVER_QUOTA -> status("NO", "QUOTA", "the account is full");
      case NEEDS_TLS -> status("NO", "ENCRYPT-NEEDED", "say STARTTLS first");
      case BAD_CREDENTIALS -> no(SignInText.of(problem));
      case NOT_AUTHENTICATED -> no("sign in first");
      case RATE_LIMITED -> status("NO", "TRYLATER", "too many failed attempts");
      case NO_SPACE, UNAVAILABLE -> status("NO", "TRYLATER", "temporarily not available");
      case UNSUPPORTED -> no("no such mechanism");
      case INVALID -> no("no script can have that name");
      case CORRUPT -> no("what is stored cannot be read");
      case NOT_PERMITTED -> no("you may look at scripts and not change them");
      case EXPIRED, NOT_LOCAL, LOOP, REFUSED -> no("refused");
    }
  }

  private static String limit(Problem problem) {
    return problem.arguments().isEmpty() ? "allowed" : problem.arguments().getFirst();
  }
}
