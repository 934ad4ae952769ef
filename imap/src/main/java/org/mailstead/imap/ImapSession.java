package org.mailstead.imap;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.mailstead.identity.Login;
import org.mailstead.identity.Stay;
import org.mailstead.wire.Closing;
import org.mailstead.wire.Connection;
import org.mailstead.wire.StartTlsInjection;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** One client's conversation with us, from the greeting to its end. */
final class ImapSession {
  private static final System.Logger LOG = System.getLogger(ImapSession.class.getName());

  /** A client that errs this often before it has signed in, or in a row, is no mail program. */
  private static final int MAX_ERRORS = 20;

  private static final Duration BEFORE_LOGIN = Duration.ofMinutes(1);

  private final Connection connection;
  private final House house;
  private final Responses out;
  private final ImapReader in;
  private final Authentication authentication;
  private Optional<Client> client = Optional.empty();
  private Optional<Stay> stay = Optional.empty();
  private int errors;
  private boolean open = true;

  ImapSession(Connection connection, House house) {
    this.connection = connection;
    this.house = house;
    this.out = new Responses(connection.out());
    this.in = new ImapReader(new ConnectionSource(connection));
    this.authentication = new Authentication(connection, house);
  }

  void run() throws IOException {
    try {
      connection.idleTimeout(BEFORE_LOGIN);
      String capabilities = authentication.capabilities(client.isPresent());
      out.untagged(
          "OK [CAPABILITY " + capabilities + "] " + house.config().hostname() + " Mailstead");
      while (open) {
        command();
      }
      connection.out().flush();
    } catch (LineTooLong e) {
      bye(e.text());
    } catch (EOFException _) {
      LOG.log(DEBUG, "session {0}: the client has gone", connection);
    } catch (Closing e) {
      bye(
          switch (e.why()) {
            // RFC 9051 section 7.1.5
            case IDLE -> "idle for too long; goodbye";
            case SLOW -> "that took too long; goodbye";
            case STOPPING -> "[UNAVAILABLE] the server is going down; try again";
            case REVOKED -> "[CONTACTADMIN] the account was switched off";
          });
    } catch (StartTlsInjection e) {
      LOG.log(WARNING, "session {0}: {1}; dropped", connection, e.getMessage());
    } finally {
      stay.ifPresent(Stay::close);
    }
  }

  private void bye(String text) throws IOException {
    out.untagged("BYE " + text);
    connection.out().flush();
    open = false;
  }

  private void command() throws IOException {
    String tag = "*";
    in.begin();
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
    in.skip(client.isPresent() ? 4 * house.config().maxAppend() : ImapReader.MAX_LITERAL);
  }

  private void error() throws IOException {
    if (++errors >= MAX_ERRORS) {
      bye("too many errors; goodbye");
    }
  }

  private void execute(String tag, Command command) throws IOException, SyntaxException {
    switch (command) {
      case Command.AnyTime any -> anyTime(tag, any);
      case Command.BeforeLogin before -> beforeLogin(tag, before);
      case Command.AfterLogin after -> {
        if (client.isEmpty()) {
          throw new SyntaxException("sign in first");
        }
        afterLogin(tag, client.get(), after);
      }
      case Command.InMailbox inside -> {
        if (client.isEmpty() || client.get().selected().isEmpty()) {
          throw new SyntaxException("select a mailbox first");
        }
        if (mayStay(client.get(), client.get().selected().get())) {
          inMailbox(tag, client.get(), client.get().selected().get(), inside);
        }
      }
    }
  }

  private void anyTime(String tag, Command.AnyTime command) throws IOException {
    switch (command) {
      case Command.Capability() -> {
        out.untagged("CAPABILITY " + authentication.capabilities(client.isPresent()));
        out.ok(tag, "that is all");
      }
      case Command.Noop() -> {
        catchUp(true);
        out.ok(tag, "done");
      }
      case Command.Id() -> {
        out.untagged("ID (\"name\" \"Mailstead\")");
        out.ok(tag, "pleased to meet you");
      }
      case Command.Logout() -> {
        bye("goodbye");
        out.ok(tag, "goodbye");
      }
    }
  }

  /** Tells what others did; a mailbox that was removed ends the session (RFC 2180 section 3.3). */
  private void catchUp(boolean expunges) throws IOException {
    if (client.isPresent()) {
      client.get().tellMetadata();
    }
    if (client.isEmpty() || client.get().selected().isEmpty()) {
      return;
    }
    try {
      client.get().selected().get().catchUp(client.get(), expunges);
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e;
      }
      bye("the mailbox was removed");
    }
  }

  /** Whether the selected mailbox may still be read; the session ends when it may not. */
  private boolean mayStay(Client by, Selected in) throws IOException {
    try {
      in.checkRights(by);
      return true;
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e;
      }
      bye("the mailbox was removed");
      return false;
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
      case Command.Authenticate authenticate -> {
        Login login = authentication.authenticate(authenticate);
        signedIn(tag, login);
      }
    }
  }

  private void signedIn(String tag, Login login) throws IOException {
    LOG.log(INFO, "session {0}: signed in as {1}", connection, login.address());
    house.post().mailboxes().provide(login.account());
    house.post().sharing().finish(login.account());
    client = Optional.of(new Client(house, login, out));
    in.filters(new StoredFilters(house.post(), login.account())::find);
    stay = Optional.of(house.sasl().enter(login, connection::revoke));
    connection.idleTimeout(house.config().idle());
    errors = 0;
    out.ok(tag, "[CAPABILITY " + authentication.capabilities(true) + "] welcome");
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

  private void afterLogin(String tag, Client by, Command.AfterLogin command)
      throws IOException, SyntaxException {
    switch (command) {
      case Command.Enable enable -> new Folders(by).enable(tag, enable);
      case Command.Select select -> new Select(by).run(tag, select);
      case Command.Create create -> new Folders(by).create(tag, create);
      case Command.Delete delete -> new Folders(by).delete(tag, delete);
      case Command.Rename rename -> new Folders(by).rename(tag, rename);
      case Command.Subscribe subscribe -> new Folders(by).subscribe(tag, subscribe);
      case Command.ListMailboxes list -> new Listing(by).run(tag, list);
      case Command.Namespace() -> new Folders(by).namespace(tag);
      case Command.Status status -> new Status(by).run(tag, status);
      case Command.Append append -> {
        Answer answer = new Append(by, in).run(append);
        finish(tag, answer, true);
      }
      case Command.Idle() -> idle(tag, by);
      case Command.GetQuota(String root) -> new QuotaRoots(by).get(tag, root);
      case Command.GetQuotaRoot(String mailbox) -> new QuotaRoots(by).getRoot(tag, mailbox);
      case Command.SetQuota set -> new QuotaRoots(by).set(tag, set);
      case Command.GetMetadata get -> new Metadata(by).get(tag, get);
      case Command.SetMetadata set -> new Metadata(by).set(tag, set);
      case Command.SetAcl set -> new Acl(by).set(tag, set);
      case Command.DeleteAcl delete -> new Acl(by).delete(tag, delete);
      case Command.GetAcl get -> new Acl(by).get(tag, get);
      case Command.ListRights list -> new Acl(by).list(tag, list);
      case Command.MyRights mine -> new Acl(by).mine(tag, mine);
    }
  }

  private void idle(String tag, Client by) throws IOException, SyntaxException {
    out.wire().print("+ idling\r\n");
    String line;
    try (var idle = new Idle(by, this::catchUp)) {
      idle.start();
      line = new ConnectionSource(connection).nextLine();
    }
    if (!open) {
      return;
    }
    if (!line.equalsIgnoreCase("DONE")) {
      throw new SyntaxException("DONE was awaited");
    }
    out.ok(tag, "done");
  }

  private void inMailbox(String tag, Client by, Selected in, Command.InMailbox command)
      throws IOException, SyntaxException {
    switch (command) {
      case Command.Check() -> finish(tag, Answer.ok("done"), true);
      case Command.Close() -> {
        new Expunging(by, in).silently();
        by.unselect();
        out.ok(tag, "closed");
      }
      case Command.Unselect() -> {
        by.unselect();
        out.ok(tag, "closed");
      }
      case Command.Expunge expunge -> finish(tag, new Expunging(by, in).run(expunge), true);
      case Command.Copy copy -> finish(tag, new Copying(by, in).run(copy), true);
      case Command.Fetch fetch -> finish(tag, new Fetch(by, in).run(fetch), fetch.uid());
      case Command.Store store -> finish(tag, new Store(by, in).run(store), store.uid());
      case Command.Search search -> finish(tag, new Search(by, in).run(search), search.uid());
    }
  }

  /** Tells what changed, by this command and by others, then how the command ended. */
  private void finish(String tag, Answer answer, boolean expunges) throws IOException {
    catchUp(expunges);
    if (open) {
      out.wire().print(tag).print(answer.ok() ? " OK " : " NO ").print(answer.text()).crlf();
    }
  }
}
