package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Set;
import org.mailstead.wire.Connection;
import org.mailstead.wire.OutsideHosts;
import org.mailstead.wire.Timeouts;
import org.mailstead.wire.Unreached;

/** The way into a server: greeting, encryption, name and password. */
final class SigningIn {
  /** Codes of what passes by itself (RFC 5530 section 3). */
  private static final Set<String> PASSING = Set.of("UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT");

  private final ImapServer server;
  private final String password;
  private final Connection connection;
  private final Dialogue dialogue;
  private final OutsideHosts hosts;

  private SigningIn(OutsideHosts hosts, ImapServer server, String password, Connection connection) {
    this.hosts = hosts;
    this.server = server;
    this.password = password;
    this.connection = connection;
    this.dialogue = new Dialogue(server.host(), connection);
  }

  record Opened(Connection connection, Dialogue dialogue) {}

  static Opened open(OutsideHosts hosts, ImapServer server, String password, Timeouts timeouts)
      throws ImapFailure {
    Connection connection;
    try {
      connection = hosts.connect(server.host(), server.port(), timeouts);
    } catch (Unreached e) {
      throw failure(e);
    }
    try {
      var signingIn = new SigningIn(hosts, server, password, connection);
      signingIn.run();
      return new Opened(connection, signingIn.dialogue);
    } catch (ImapFailure | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static ImapFailure failure(Unreached e) {
    return ImapFailure.of(
        switch (e.why()) {
          case NO_ANSWER, NO_TLS, NO_HOST -> true;
          case FORBIDDEN, IMPOSTOR -> false;
        },
        e);
  }

  private void run() throws ImapFailure {
    switch (server.security()) {
      case TLS -> {
        encrypt();
        greeting();
      }
      case STARTTLS -> {
        greeting();
        // No list of what is offered is asked for: without TLS it is worth nothing.
        if (!dialogue.run(Words.of("STARTTLS")).isOk()) {
          throw new ImapFailure(false, server.host() + " has no STARTTLS at that port");
        }
        encrypt();
        dialogue.forgetOffers();
      }
    }
    if (!connection.hidesPasswords(false)) {
      throw new IllegalStateException("a password would go in the clear");
    }
    if (!dialogue.knowsOffers()) {
      askOffers();
    }
    Response.State state = dialogue.offers("AUTH=PLAIN") ? authenticate() : login();
    if (!state.isOk()) {
      throw refused(state);
    }
    askOffers(); // more is offered to those who have signed in
    introduce();
  }

  private void encrypt() throws ImapFailure {
    try {
      hosts.encrypt(connection, server.host());
    } catch (Unreached e) {
      throw failure(e);
    }
  }

  /** PREAUTH would leave STARTTLS no time (RFC 9051 section 11.1), and ask nobody's password. */
  private void greeting() throws ImapFailure {
    if (!dialogue.greeting().isOk()) {
      throw ImapFailure.noImap(server.host());
    }
  }

  private void askOffers() throws ImapFailure {
    if (!dialogue.run(Words.of("CAPABILITY")).isOk() || !dialogue.knowsOffers()) {
      throw ImapFailure.noImap(server.host());
    }
  }

  // RFC 4616 section 2; with the first response in the command where that is offered (RFC 4959)
  private Response.State authenticate() throws ImapFailure {
    byte[] plain = ("\0" + server.user() + "\0" + password).getBytes(UTF_8);
    String response = Base64.getEncoder().encodeToString(plain);
    if (dialogue.offers("SASL-IR")) {
      return dialogue.run(Words.of("AUTHENTICATE PLAIN ").plain(response));
    }
    dialogue.begin(Words.of("AUTHENTICATE PLAIN"), _ -> {});
    boolean said = false;
    while (true) {
      Response next = dialogue.next(java.io.OutputStream.nullOutputStream());
      if (next instanceof Response.State state && state.isTagged()) {
        return state;
      }
      if (next instanceof Response.GoOn) {
        dialogue.say(said ? "*" : response);
        said = true;
      }
    }
  }

  private Response.State login() throws ImapFailure {
    if (dialogue.offers("LOGINDISABLED")) {
      throw new ImapFailure(
          false, server.host() + " takes no password in a way that is known here");
    }
    return dialogue.run(
        Words.of("LOGIN ").string(octets(server.user())).plain(" ").string(octets(password)));
  }

  private static String octets(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private ImapFailure refused(Response.State state) {
    String told = Told.of(state.text(), password);
    boolean passes = PASSING.stream().anyMatch(state::has);
    return new ImapFailure(
        passes,
        passes
            ? server.host() + " lets nobody in just now: " + told
            : server.host() + " does not take that user and password: " + told);
  }

  /** Some of the large providers open no mailbox to whoever has not said ID (RFC 2971). */
  private void introduce() throws ImapFailure {
    if (dialogue.offers("ID")) {
      Response.State _ = dialogue.run(Words.of("ID (\"name\" \"Mailstead\")"));
    }
  }
}
