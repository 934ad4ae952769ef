package org.mailstead.sieve;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mailstead.formats.sieve.SieveError;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.SaslDialogue;
import org.mailstead.identity.signin.Stay;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.Extensions;
import org.mailstead.rules.RuleLimits;
import org.mailstead.rules.ScriptCompiler;
import org.mailstead.wire.Closing;
import org.mailstead.wire.Connection;
import org.mailstead.wire.StartTlsInjection;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** One client's conversation with us (RFC 5804). A script that is wrong is never stored. */
final class SieveSession {
  private static final System.Logger LOG = System.getLogger(SieveSession.class.getName());

  /** A client that errs this often before it has signed in, or in a row, is no mail program. */
  private static final int MAX_ERRORS = 20;

  /** At least 30 minutes (RFC 5804 section 1.2). */
  private static final Duration IDLE = Duration.ofMinutes(30);

  private static final Duration IDLE_STRANGER = Duration.ofMinutes(5);

  /** Octets of literals: of strangers little, of others a script that is just too large. */
  private static final long ROOM_STRANGER = 16 << 10;

  private static final long ROOM = 1 << 20;

  private final Connection connection;
  private final Supplier<ManageSieveConfig> config;
  private final Scripts scripts;
  private final Sasl sasl;
  private final CommandReader in;
  private final Respond out;
  private Optional<Login> login = Optional.empty();
  private Optional<Stay> stay = Optional.empty();
  private int errors;
  private boolean open = true;

  SieveSession(
      Connection connection, Supplier<ManageSieveConfig> config, Scripts scripts, Sasl sasl) {
    this.connection = connection;
    this.config = config;
    this.scripts = scripts;
    this.sasl = sasl;
    this.in = new CommandReader(connection.in());
    this.out = new Respond(connection.out());
  }

  void run() throws IOException {
    connection.idleTimeout(IDLE_STRANGER);
    try {
      capabilities("Mailstead ManageSieve at " + config.get().hostname());
      while (open) {
        if (connection.in().buffered() == 0) {
          connection.out().flush();
        }
        next();
      }
      connection.out().flush();
    } catch (CommandReader.OutOfStep e) {
      out.bye("", e.getMessage() == null ? "out of step" : e.getMessage());
      connection.out().flush();
    } catch (Closing e) {
      switch (e.why()) {
        case IDLE, SLOW -> out.bye("", "timed out");
        case STOPPING -> out.bye("TRYLATER", "the server stops");
        case REVOKED -> out.bye("", "the account was switched off");
      }
      connection.out().flush();
    } catch (StartTlsInjection e) {
      LOG.log(WARNING, "session {0}: {1}; dropped", connection, e.getMessage());
    } finally {
      stay.ifPresent(Stay::close);
    }
  }

  private void next() throws IOException {
    try {
      Optional<List<Command.Word>> words = in.next(login.isPresent() ? ROOM : ROOM_STRANGER);
      if (words.isEmpty()) {
        open = false;
        return;
      }
      execute(Command.parse(words.get()));
      errors = login.isPresent() ? 0 : errors;
    } catch (SyntaxException e) {
      error();
      out.no(e.why());
    } catch (Refused e) {
      LOG.log(DEBUG, "session {0}: {1}", connection, e.problem());
      error();
      out.refused(e.problem());
    }
    if (errors >= MAX_ERRORS) {
      out.bye("", "too many errors");
      open = false;
    }
  }

  private void error() {
    errors++;
  }

  private Login owner() {
    return login.orElseThrow(() -> new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.needed"));
  }

  private Scripts.Account whose() {
    return new Scripts.Account(owner().account());
  }

  /** Whose scripts are to be changed. */
  private AccountId changing() {
    if (owner().readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.read-only");
    }
    return owner().account();
  }

  private void execute(Command command) throws IOException, SyntaxException {
    switch (command) {
      case Command.Capability() -> capabilities("that is all");
      case Command.Noop(var tag) -> {
        if (tag.isPresent()) {
          out.tag(tag.get());
        } else {
          out.ok("done");
        }
      }
      case Command.Logout() -> {
        open = false;
        out.ok("goodbye");
      }
      case Command.StartTls() -> startTls();
      case Command.Authenticate(String mechanism, var initial) -> authenticate(mechanism, initial);
      case Command.Unauthenticate() -> {
        owner();
        leave();
        out.ok("signed out");
      }
      case Command.HaveSpace(String name, long size) -> {
        scripts.check(whose(), name, size);
        out.ok("there is room");
      }
      case Command.PutScript(String name, byte[] script) -> put(name, script);
      case Command.CheckScript(byte[] script) -> {
        owner();
        if (isRight("script", script)) {
          out.ok("the script is right");
        }
      }
      case Command.ListScripts() -> list();
      case Command.SetActive(String name) -> {
        scripts.activate(changing(), name);
        out.ok(name.isEmpty() ? "no script runs" : "it runs");
      }
      case Command.GetScript(String name) -> get(name);
      case Command.DeleteScript(String name) -> {
        scripts.delete(new Scripts.Account(changing()), name);
        out.ok("deleted");
      }
      case Command.RenameScript(String from, String to) -> {
        scripts.rename(changing(), from, to);
        out.ok("renamed");
      }
    }
  }

  /** RFC 5804 section 1.7. */
  private void capabilities(String last) throws IOException {
    out.capability("IMPLEMENTATION", "Mailstead");
    out.capability("SASL", String.join(" ", sasl.mechanisms(channel())));
    out.capability("SIEVE", String.join(" ", Extensions.all()));
    out.capability("NOTIFY", "mailto");
    out.capability("MAXREDIRECTS", Integer.toString(RuleLimits.DEFAULT.redirects()));
    if (connection.canStartTls() && login.isEmpty()) {
      out.capability("STARTTLS");
    }
    out.capability("UNAUTHENTICATE");
    out.capability("LANGUAGE", "en");
    if (login.isPresent()) {
      out.capability("OWNER", login.get().address().toString());
    }
    out.capability("VERSION", "1.0");
    out.ok(last);
  }

  private boolean plaintextAllowed() {
    return connection.hidesPasswords(config.get().plaintextLogin());
  }

  private Sasl.Channel channel() {
    return new Sasl.Channel(
        attempt(), plaintextAllowed(), connection::channelBinding, connection.clientChain());
  }

  private Attempt attempt() {
    return new Attempt(Protocol.MANAGESIEVE, connection.remote().getAddress());
  }

  private void startTls() throws IOException, SyntaxException {
    if (!connection.canStartTls() || login.isPresent()) {
      throw new SyntaxException("not now");
    }
    out.ok("go ahead");
    connection.out().flush();
    connection.startTls();
    capabilities("encrypted");
  }

  private void authenticate(String mechanism, Optional<String> initial)
      throws IOException, SyntaxException {
    if (login.isPresent()) {
      throw new SyntaxException("you have signed in already");
    }
    var dialogue = new SaslDialogue(sasl, channel());
    switch (dialogue.run(mechanism, initial, this::ask)) {
      case SaslDialogue.Ending.SignedIn(Login now) -> enter(now);
      case SaslDialogue.Ending.NoSuchMechanism() ->
          throw new Refused(Problem.Kind.UNSUPPORTED, "sasl.mechanism");
      case SaslDialogue.Ending.NeedsTls() -> throw new Refused(Problem.Kind.NEEDS_TLS, "login.tls");
      case SaslDialogue.Ending.Cancelled() -> throw new SyntaxException("cancelled");
      case SaslDialogue.Ending.NotBase64() -> throw new SyntaxException("that is no base64");
      case SaslDialogue.Ending.TooLong() -> throw new SyntaxException("the response is too long");
    }
  }

  private Optional<String> ask(String challenge) throws IOException {
    out.string(challenge);
    connection.out().crlf();
    connection.out().flush();
    return in.response();
  }

  private void enter(Login now) throws IOException {
    login = Optional.of(now);
    stay = Optional.of(sasl.enter(now, attempt(), connection::revoke));
    connection.idleTimeout(IDLE);
    LOG.log(INFO, "session {0}: signed in as {1}", connection, now.address());
    out.ok("welcome");
  }

  private void leave() {
    stay.ifPresent(Stay::close);
    stay = Optional.empty();
    login = Optional.empty();
    connection.idleTimeout(IDLE_STRANGER);
  }

  /** Whether a script is right; else all that is wrong was said. */
  private boolean isRight(String name, byte[] script) throws IOException {
    return switch (ScriptCompiler.compile(name, script)) {
      case Compiled.Right _ -> true;
      case Compiled.Wrong(var errors) -> {
        out.no(errors.stream().map(SieveError::toString).collect(Collectors.joining("\r\n")));
        yield false;
      }
    };
  }

  private void put(String name, byte[] script) throws IOException {
    scripts.check(whose(), name, script.length);
    if (isRight(name, script)) {
      scripts.put(new Scripts.Account(changing()), name, script);
      out.ok("kept");
    }
  }

  private void list() throws IOException {
    for (Scripts.Listed script : scripts.list(whose())) {
      out.string(script.name());
      connection.out().print(script.active() ? " ACTIVE" : "").crlf();
    }
    out.ok("that is all");
  }

  private void get(String name) throws IOException {
    byte[] script =
        scripts
            .find(whose(), name)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "script.missing", name));
    out.literal(script);
    connection.out().crlf();
    out.ok("that is all");
  }
}
