package org.mailstead.imap;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Stay;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.CommandGrammar;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.LineTooLong;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.response.Wording;
import org.mailstead.imap.search.StoredFilters;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.House;
import org.mailstead.wire.Closing;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Session;
import org.mailstead.wire.StartTlsInjection;
import org.mailstead.words.Refused;

/** One client's conversation with us, from the greeting to its end. */
final class ImapSession implements Session {
  private static final System.Logger LOG = System.getLogger(ImapSession.class.getName());

  /** A client that errs this often before it has signed in, or in a row, is no mail program. */
  private static final int MAX_ERRORS = 20;

  /** Lines of a stranger; each gives it another {@link #BEFORE_LOGIN}. */
  private static final int MAX_BEFORE_LOGIN = 100;

  private static final Duration BEFORE_LOGIN = Duration.ofMinutes(1);

  private final Connection connection;
  private final Supplier<ImapConfig> config;
  private final House house;
  private final Voice voice;
  private final Responses out;
  private final ConnectionSource source;
  private final ImapReader in;
  private final Authentication authentication;
  private Optional<SignedIn> client = Optional.empty();
  private Optional<Stay> stay = Optional.empty();
  private int errors;
  private int strange;
  private boolean greeted;
  private boolean woken;

  ImapSession(Connection connection, Supplier<ImapConfig> config, House house) {
    this.connection = connection;
    this.config = config;
    this.house = house;
    this.voice = new Voice(connection);
    this.out = voice.out();
    this.source = new ConnectionSource(connection, voice.writing());
    this.in = new ImapReader(source);
    this.authentication = new Authentication(connection, config, house, source);
  }

  @Override
  public boolean proceed() throws IOException {
    try {
      if (!greeted) {
        greet();
      }
      while (voice.isOpen()) {
        if (!woken && connection.in().buffered() == 0) {
          voice.flush();
          // An idle client may say nothing for half an hour: no thread of ours waits for it.
          boolean isTold = client.filter(by -> by.telling().isUnasked()).isPresent();
          woken = isTold || !connection.in().soon();
          if (woken) {
            return true;
          }
        }
        woken = false;
        if (client.filter(by -> by.telling().isIdling()).isPresent()) {
          endIdle(client.get());
        } else {
          command();
        }
      }
      voice.flush();
    } catch (LineTooLong e) {
      voice.farewell(e.text());
    } catch (EOFException _) {
      LOG.log(DEBUG, "session {0}: the client has gone", connection);
      voice.flush(); // it may have ended its side only, within a line
    } catch (Closing e) {
      voice.farewell(
          switch (e.why()) {
            // RFC 9051 section 7.1.5
            case IDLE -> "idle for too long; goodbye";
            case SLOW -> "that took too long; goodbye";
            case STOPPING -> "[UNAVAILABLE] the server is going down; try again";
            case REVOKED -> "[CONTACTADMIN] the account was switched off";
          });
    } catch (StartTlsInjection e) {
      LOG.log(WARNING, "session {0}: {1}; dropped", connection, e.getMessage());
    }
    return false;
  }

  @Override
  public void end() {
    client.ifPresent(SignedIn::close);
    stay.ifPresent(Stay::close);
  }

  private void greet() throws IOException {
    greeted = true;
    connection.idleTimeout(BEFORE_LOGIN);
    String capabilities = authentication.capabilities(client.isPresent());
    out.untagged("OK [CAPABILITY " + capabilities + "] " + config.get().hostname() + " Mailstead");
  }

  private void command() throws IOException {
    in.begin();
    if (client.isEmpty() && ++strange > MAX_BEFORE_LOGIN) {
      voice.farewell("sign in sooner; goodbye");
      return;
    }
    if (in.done()) {
      // iPhones put an empty line before some commands; who sends nothing else is no mail program.
      if (client.isEmpty()) {
        error();
      }
      return;
    }
    voice.writing().lock();
    try {
      answer();
    } finally {
      voice.writing().unlock();
    }
  }

  private void answer() throws IOException {
    String tag = "*";
    try {
      tag = in.tag();
      in.space();
      Command command = new CommandGrammar(in, tag).command();
      execute(tag, command);
      errors = client.isPresent() ? 0 : errors;
    } catch (SyntaxException e) {
      skip();
      out.bad(tag, e.text());
      error();
    } catch (Refused e) {
      LOG.log(DEBUG, "session {0}: {1}", connection, e.problem());
      skip();
      out.refused(tag, e.problem());
      if (client.isEmpty()) {
        error();
      }
    } catch (RuntimeException e) {
      // The client can go on; what went wrong is ours to look at.
      LOG.log(ERROR, "session " + connection + ": a command failed", e);
      skip();
      out.no(tag, "[SERVERBUG] something went wrong here");
      error();
    }
  }

  /** Drops what is left of a command; an APPEND may be well over the limit that it broke. */
  private void skip() throws IOException {
    in.skip(client.isPresent() ? 4 * house.terms().maxAppend() : ImapReader.MAX_LITERAL);
  }

  private void error() throws IOException {
    if (++errors >= MAX_ERRORS) {
      voice.farewell("too many errors; goodbye");
    }
  }

  private void execute(String tag, Command command) throws IOException, SyntaxException {
    switch (command) {
      case Command.AnyTime any -> anyTime(tag, any);
      case Command.BeforeLogin before -> beforeLogin(tag, before);
      case Command.OfConnection own -> ofConnection(tag, signedIn(), own);
      case Command.AfterLogin after -> signedIn().run(tag, after);
      case Command.InMailbox inside -> signedIn().run(tag, inside);
    }
  }

  private SignedIn signedIn() throws SyntaxException {
    if (client.isEmpty()) {
      throw new SyntaxException("sign in first");
    }
    return client.get();
  }

  private void endIdle(SignedIn by) throws IOException {
    if (!by.telling().endIdle(source)) {
      error();
    }
  }

  private void anyTime(String tag, Command.AnyTime command) throws IOException {
    switch (command) {
      case Command.Capability() -> {
        out.untagged("CAPABILITY " + authentication.capabilities(client.isPresent()));
        out.ok(tag, "that is all");
      }
      case Command.Noop() -> {
        if (client.isPresent()) {
          client.get().telling().finish(tag, Answer.ok("done"), true, false);
        } else {
          out.ok(tag, "done");
        }
      }
      case Command.Id() -> {
        out.untagged("ID (\"name\" \"Mailstead\")");
        out.ok(tag, "pleased to meet you");
      }
      case Command.Language language ->
          new Languages(out, client.map(SignedIn::client)).run(tag, language);
      case Command.Logout() -> {
        voice.bye("goodbye");
        out.ok(tag, "goodbye");
      }
    }
  }

  private void beforeLogin(String tag, Command.BeforeLogin command)
      throws IOException, SyntaxException {
    if (client.isPresent()) {
      throw new SyntaxException("signed in already");
    }
    switch (command) {
      case Command.StartTls() -> startTls(tag);
      case Command.Login login -> signedIn(tag, authentication.login(login));
      case Command.Authenticate authenticate ->
          signedIn(tag, authentication.authenticate(authenticate));
    }
  }

  private void signedIn(String tag, Login login) throws IOException {
    stay.ifPresent(Stay::close); // of a try that did not come to its end
    stay = Optional.empty();
    Stay counted = house.sessions().enter(login.account());
    stay = Optional.of(counted);
    LOG.log(INFO, "session {0}: signed in as {1}", connection, login.address());
    house.post().mailboxes().provide(login.account());
    house.post().sharing().finish(login.account());
    var by = new Client(house, login, out);
    by.guarded(authentication.isGuarded());
    var telling = new Telling(connection, voice, by);
    client = Optional.of(new SignedIn(in, by, telling));
    in.filters(new StoredFilters(house.post(), login.account())::find);
    strange = 0;
    Stay present = house.sasl().enter(login, authentication.attempt(), connection::revoke);
    stay =
        Optional.of(() -> {
          present.close();
          counted.close();
        });
    connection.idleTimeout(config.get().idle());
    errors = 0;
    out.ok(tag, "[CAPABILITY " + authentication.capabilities(true) + "] welcome");
  }

  private void ofConnection(String tag, SignedIn by, Command.OfConnection command)
      throws IOException, SyntaxException {
    switch (command) {
      case Command.Compress compress -> compress(tag, compress);
      case Command.Unauthenticate() -> unauthenticate(tag, by);
    }
  }

  /** Forgets all but the connection and its TLS (RFC 8437 section 3). */
  private void unauthenticate(String tag, SignedIn by) throws IOException, SyntaxException {
    if (!house.terms().offers("UNAUTHENTICATE")) {
      throw new SyntaxException("unknown command");
    }
    stay.ifPresent(Stay::close);
    stay = Optional.empty();
    by.close();
    client = Optional.empty();
    in.withoutCharsets(false);
    in.filters(_ -> Optional.empty());
    out.wording().speak(Wording.Language.DEFAULT);
    connection.idleTimeout(BEFORE_LOGIN);
    out.ok(tag, "signed out");
  }

  private void startTls(String tag) throws IOException, SyntaxException {
    if (!connection.canStartTls()) {
      throw new SyntaxException("TLS cannot be started");
    }
    out.ok(tag, "go ahead");
    connection.out().flush();
    connection.startTls();
    errors = 0;
  }

  // RFC 4978 section 3
  private void compress(String tag, Command.Compress command) throws IOException, SyntaxException {
    if (!command.algorithm().equals("DEFLATE")) {
      throw new SyntaxException("only DEFLATE is known");
    }
    if (connection.deflates()) {
      throw new SyntaxException("[COMPRESSIONACTIVE] compressed already");
    }
    if (connection.in().buffered() > 0) {
      throw new SyntaxException("wait for the answer before saying more");
    }
    out.ok(tag, "DEFLATE begins");
    connection.out().flush();
    connection.startDeflate();
  }
}
