package org.mailstead.pop3;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.SaslDialogue;
import org.mailstead.identity.signin.SignInText;
import org.mailstead.identity.signin.Stay;
import org.mailstead.post.Email;
import org.mailstead.post.Member;
import org.mailstead.post.Post;
import org.mailstead.wire.Closing;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Line;
import org.mailstead.wire.StartTlsInjection;
import org.mailstead.wire.WireWriter;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** One client's conversation with us: authorization, transaction, update (RFC 1939). */
final class Pop3Session {
  private static final System.Logger LOG = System.getLogger(Pop3Session.class.getName());

  /** RFC 2449 section 4 asks for 255 octets; SASL responses come on such lines too. */
  private static final int MAX_LINE = 12_288;

  /** A client that errs this often before it has signed in, or in a row, is no mail program. */
  private static final int MAX_ERRORS = 20;

  /** At least ten minutes (RFC 1939 section 3). */
  private static final Duration IDLE = Duration.ofMinutes(10);

  private final Connection connection;
  private final WireWriter out;
  private final Supplier<Pop3Config> config;
  private final Post post;
  private final Authenticator authenticator;
  private final Sasl sasl;
  private final Maildrops maildrops;

  private Optional<String> name = Optional.empty();
  private Optional<Maildrop> maildrop = Optional.empty();
  private Optional<Maildrops.Hold> hold = Optional.empty();
  private Optional<Stay> stay = Optional.empty();
  private boolean readOnly;
  private int errors;
  private boolean open = true;

  Pop3Session(
      Connection connection,
      Supplier<Pop3Config> config,
      Post post,
      Authenticator authenticator,
      Sasl sasl,
      Maildrops maildrops) {
    this.connection = connection;
    this.out = connection.out();
    this.config = config;
    this.post = post;
    this.authenticator = authenticator;
    this.sasl = sasl;
    this.maildrops = maildrops;
  }

  void run() throws IOException {
    connection.idleTimeout(IDLE);
    try {
      ok("Mailstead POP3 at " + config.get().hostname());
      while (open) {
        if (connection.in().buffered() == 0) {
          out.flush();
        }
        line();
      }
      out.flush();
    } catch (Closing e) {
      // No QUIT came, so nothing is deleted (RFC 1939 section 6).
      err(
          switch (e.why()) {
            case IDLE, SLOW -> "timed out";
            case STOPPING -> "[SYS/TEMP] the server stops";
            case REVOKED -> "[SYS/PERM] the account was switched off";
          });
      out.flush();
    } catch (StartTlsInjection e) {
      LOG.log(WARNING, "session {0}: {1}; dropped", connection, e.getMessage());
    } finally {
      stay.ifPresent(Stay::close);
      release();
    }
  }

  private void release() {
    hold.ifPresent(Maildrops.Hold::close);
    hold = Optional.empty();
  }

  private void ok(String text) throws IOException {
    out.print("+OK ").print(text).crlf();
  }

  private void err(String text) throws IOException {
    out.print("-ERR ").print(text).crlf();
  }

  private void error(String text) throws IOException {
    err(text);
    if (++errors >= MAX_ERRORS) {
      err("too many errors; goodbye");
      open = false;
    }
  }

  private void line() throws IOException {
    switch (connection.in().readLine(MAX_LINE)) {
      case Line.End() -> open = false;
      case Line.TooLong(_) -> error("the line is too long");
      case Line.Text text -> answer(text.octets());
    }
  }

  private void answer(byte[] line) throws IOException {
    try {
      execute(Command.parse(line));
      errors = maildrop.isPresent() ? 0 : errors;
    } catch (SyntaxException e) {
      error(e.why());
    } catch (Refused e) {
      LOG.log(DEBUG, "session {0}: {1}", connection, e.problem());
      error(words(e.problem()));
    }
  }

  /** The only place where a refusal gets its POP3 words and code (RFC 2449, RFC 3206). */
  private static String words(Problem problem) {
    return switch (problem.kind()) {
      case BAD_CREDENTIALS -> "[AUTH] " + SignInText.of(problem);
      case RATE_LIMITED -> "[SYS/TEMP] too many failed attempts; wait some minutes";
      case NOT_AUTHENTICATED -> "sign in first";
      case NEEDS_TLS -> "say STLS first";
      case NOT_FOUND -> "no such message";
      case BUSY, CONFLICT -> "[IN-USE] another session has the maildrop";
      case NO_SPACE, UNAVAILABLE -> "[SYS/TEMP] temporarily not available";
      case CORRUPT -> "[SYS/PERM] what is stored cannot be read";
      case UNSUPPORTED -> "no such mechanism";
      case NOT_PERMITTED -> "[SYS/PERM] you may read and not delete";
      case EXISTS, INVALID, OVER_QUOTA, TOO_LARGE, TOO_MANY, EXPIRED, NOT_LOCAL, LOOP, REFUSED ->
          "refused";
    };
  }

  private void execute(Command command) throws IOException, SyntaxException {
    switch (command) {
      case Command.Capa() -> capa();
      case Command.Quit() -> quit();
      case Command.Stls() -> stls();
      case Command.Utf8() -> utf8();
      case Command.User(String given) -> user(given);
      case Command.Pass(String password) -> pass(password);
      case Command.Auth auth -> auth(auth);
      case Command.Noop() -> {
        box();
        ok("still here");
      }
      case Command.Stat() -> ok(box().count() + " " + box().octets());
      case Command.List(OptionalInt number) -> list(number);
      case Command.Uidl(OptionalInt number) -> uidl(number);
      case Command.Retr(int number) -> retrieve(number, Integer.MAX_VALUE);
      case Command.Top(int number, int lines) -> retrieve(number, lines);
      case Command.Dele(int number) -> {
        if (readOnly) {
          throw new Refused(Problem.Kind.NOT_PERMITTED, "login.read-only");
        }
        Member member = box().get(number);
        box().delete(number);
        ok("message " + number + " (" + member.size() + " octets) will be deleted");
      }
      case Command.Rset() -> {
        box().reset();
        ok("nothing will be deleted");
      }
    }
  }

  private Maildrop box() {
    return maildrop.orElseThrow(() -> new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.needed"));
  }

  /** All but STLS (RFC 2595 section 4) is told before and after signing in alike. */
  private void capa() throws IOException {
    ok("what this server can");
    out.print("TOP\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nUTF8 USER\r\n");
    // Nothing is removed but what a client removes, and nobody is made to wait between sessions.
    out.print("EXPIRE NEVER\r\nLOGIN-DELAY 0\r\n");
    if (connection.canStartTls() && maildrop.isEmpty()) {
      out.print("STLS\r\n");
    }
    if (plaintextAllowed()) {
      out.print("USER\r\n");
    }
    out.print("SASL " + String.join(" ", sasl.mechanisms(channel()))).crlf();
    out.print("IMPLEMENTATION Mailstead\r\n.\r\n");
  }

  private boolean plaintextAllowed() {
    return connection.hidesPasswords(config.get().plaintextLogin());
  }

  private Sasl.Channel channel() {
    return new Sasl.Channel(
        attempt(), plaintextAllowed(), connection::channelBinding, connection.clientChain());
  }

  private Attempt attempt() {
    return new Attempt(Protocol.POP3, connection.remote().getAddress());
  }

  private void stls() throws IOException, SyntaxException {
    if (!connection.canStartTls() || maildrop.isPresent()) {
      throw new SyntaxException("not now");
    }
    ok("go ahead");
    out.flush();
    connection.startTls();
    name = Optional.empty();
  }

  private void utf8() throws IOException, SyntaxException {
    if (maildrop.isPresent()) {
      throw new SyntaxException("not now");
    }
    ok("UTF-8 it is"); // messages are sent as they are, so there is nothing to switch
  }

  private void user(String given) throws IOException, SyntaxException {
    if (maildrop.isPresent()) {
      throw new SyntaxException("you have signed in already");
    }
    if (!plaintextAllowed()) {
      throw new Refused(Problem.Kind.NEEDS_TLS, "login.tls");
    }
    name = Optional.of(given);
    ok("and the password?");
  }

  private void pass(String password) throws IOException, SyntaxException {
    if (maildrop.isPresent() || name.isEmpty()) {
      throw new SyntaxException("say USER first");
    }
    String given = name.get();
    name = Optional.empty();
    enter(authenticator.password(given, password, attempt()));
  }

  private void auth(Command.Auth auth) throws IOException, SyntaxException {
    if (maildrop.isPresent()) {
      throw new SyntaxException("you have signed in already");
    }
    if (auth.mechanism().isEmpty()) {
      ok("mechanisms");
      for (String mechanism : sasl.mechanisms(channel())) {
        out.print(mechanism).crlf();
      }
      out.print(".").crlf();
      return;
    }
    enter(new AuthExchange(connection, new SaslDialogue(sasl, channel())).run(auth));
  }

  private void enter(Login login) throws IOException {
    Optional<Maildrops.Hold> taken = maildrops.hold(login.account());
    if (taken.isEmpty()) {
      throw new Refused(Problem.Kind.BUSY, "maildrop.busy");
    }
    hold = taken;
    readOnly = login.readOnly();
    try {
      maildrop = Optional.of(new Maildrop(post, login.account()));
    } catch (Refused e) {
      release(); // else the client's next attempt would find it taken, by itself
      throw e;
    }
    stay = Optional.of(sasl.enter(login, attempt(), connection::revoke));
    LOG.log(INFO, "session {0}: signed in as {1}", connection, login.address());
    ok(box().count() + " messages (" + box().octets() + " octets)");
  }

  private void list(OptionalInt number) throws IOException {
    if (number.isPresent()) {
      ok(number.getAsInt() + " " + box().get(number.getAsInt()).size());
      return;
    }
    ok(box().count() + " messages");
    for (int i = 1; i <= box().size(); i++) {
      if (!box().isDeleted(i)) {
        out.print(i).print(" ").print(box().get(i).size()).crlf();
      }
    }
    out.print(".").crlf();
  }

  private void uidl(OptionalInt number) throws IOException {
    if (number.isPresent()) {
      ok(number.getAsInt() + " " + box().uidl(box().get(number.getAsInt())));
      return;
    }
    ok("unique ids of " + box().count() + " messages");
    for (int i = 1; i <= box().size(); i++) {
      if (!box().isDeleted(i)) {
        out.print(i).print(" ").print(box().uidl(box().get(i))).crlf();
      }
    }
    out.print(".").crlf();
  }

  private void retrieve(int number, int lines) throws IOException {
    Member member = box().get(number);
    // Opened before the +OK: what cannot be read is an error, not half an answer.
    try (InputStream message = open(member)) {
      ok(member.size() + " octets");
      send(message, lines);
    }
  }

  private InputStream open(Member member) {
    Email email = post.emails().get(box().account(), member.email());
    ByteSource bytes = post.emails().bytes(box().account(), email);
    try {
      return bytes.open(0, bytes.length());
    } catch (IOException e) {
      LOG.log(WARNING, "session " + connection + ": a message cannot be read", e);
      throw new Refused(Problem.Kind.UNAVAILABLE, "message.unreadable");
    }
  }

  /** What proves damaged on the way is cut off: the words of an error would become its text. */
  private void send(InputStream message, int lines) throws IOException {
    try {
      new Stuffing(out).send(message, lines);
    } catch (Refused e) {
      LOG.log(WARNING, "session {0}: a message broke off: {1}", connection, e.problem());
      throw new IOException("a message broke off", e);
    }
  }

  private void quit() throws IOException {
    open = false;
    boolean done = update();
    release(); // before the answer: who hears it may come back at once
    if (done) {
      ok("goodbye");
    } else {
      err("[SYS/TEMP] some messages were not deleted");
    }
  }

  private boolean update() {
    try {
      maildrop.ifPresent(Maildrop::commit);
      return true;
    } catch (Refused e) {
      LOG.log(WARNING, "session {0}: deleting failed: {1}", connection, e.problem());
      return false;
    }
  }
}
