package org.mailstead.imap;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.mailstead.identity.Login;
import org.mailstead.identity.Stay;
import org.mailstead.wire.Closing;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Session;
import org.mailstead.wire.StartTlsInjection;
import org.mailstead.words.Problem;
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
  private final House house;
  private final Responses out;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConnectionSource source;
  private final ImapReader in;
  private final Authentication authentication;
  private Optional<Client> client = Optional.empty();
  private Optional<Stay> stay = Optional.empty();
  private int errors;
  private int strange;
  private boolean greeted;
  private volatile boolean open = true;

  /** An IDLE under way, and whether the client has said something since. */
  private record Idling(String tag, Idle telling) {}

  private Optional<Idling> idling = Optional.empty();

  /** What tells of changes between commands (RFC 5465). */
  private Optional<Pushes> pushes = Optional.empty();

  private boolean woken;

  ImapSession(Connection connection, House house) {
    this.connection = connection;
    this.house = house;
    this.out = new Responses(connection.out());
    this.source = new ConnectionSource(connection, writing);
    this.in = new ImapReader(source);
    this.authentication = new Authentication(connection, house, source);
  }

  @Override
  public boolean proceed() throws IOException {
    try {
      if (!greeted) {
        greet();
      }
      while (open) {
        // An idle client may say nothing for half an hour: what waits for it is no thread of ours.
        boolean isTold = idling.isPresent() || pushes.isPresent();
        if (isTold && !woken && connection.in().buffered() == 0) {
          flush();
          woken = true;
          return true;
        }
        woken = false;
        if (idling.isPresent()) {
          endIdle(idling.get());
        } else {
          command();
        }
      }
      flush();
    } catch (LineTooLong e) {
      farewell(e.text());
    } catch (EOFException _) {
      LOG.log(DEBUG, "session {0}: the client has gone", connection);
      flush(); // it may have ended its side only, within a line
    } catch (Closing e) {
      farewell(
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
    idling.ifPresent(idle -> idle.telling().close());
    pushes.ifPresent(Pushes::close);
    stay.ifPresent(Stay::close);
  }

  private void greet() throws IOException {
    greeted = true;
    connection.idleTimeout(BEFORE_LOGIN);
    String capabilities = authentication.capabilities(client.isPresent());
    out.untagged(
        "OK [CAPABILITY " + capabilities + "] " + house.config().hostname() + " Mailstead");
  }

  /** The last word, unless it was said already; what is told of changes may be under way. */
  private void farewell(String text) throws IOException {
    writing.lock();
    try {
      if (open) {
        bye(text);
      }
    } finally {
      writing.unlock();
    }
  }

  private void bye(String text) throws IOException {
    out.untagged("BYE " + text);
    connection.out().flush();
    open = false;
  }

  private void flush() throws IOException {
    writing.lock();
    try {
      connection.out().flush();
    } finally {
      writing.unlock();
    }
  }

  private void command() throws IOException {
    in.begin();
    if (client.isEmpty() && ++strange > MAX_BEFORE_LOGIN) {
      farewell("sign in sooner; goodbye");
      return;
    }
    if (in.done()) {
      // iPhones put an empty line before some commands; who sends nothing else is no mail program.
      if (client.isEmpty()) {
        error();
      }
      return;
    }
    writing.lock();
    try {
      answer();
    } finally {
      writing.unlock();
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
      case Command.Noop() -> finish(tag, Answer.ok("done"), true);
      case Command.Id() -> {
        out.untagged("ID (\"name\" \"Mailstead\")");
        out.ok(tag, "pleased to meet you");
      }
      case Command.Language language -> new Languages(out, client).run(tag, language);
      case Command.Logout() -> {
        bye("goodbye");
        out.ok(tag, "goodbye");
      }
    }
  }

  /** Tells what others did; a mailbox that was removed ends the session (RFC 2180 section 3.3). */
  private boolean catchUp(boolean expunges, boolean removes) throws IOException {
    if (client.isEmpty()) {
      return false;
    }
    client.get().tellMetadata();
    boolean told = catchUpSelected(client.get(), expunges, removes);
    if (open && client.get().notifications().isPresent()) {
      client.get().notifications().get().tell();
    }
    return told;
  }

  private boolean catchUpSelected(Client by, boolean expunges, boolean removes) throws IOException {
    if (by.selected().isEmpty()) {
      return false;
    }
    try {
      return by.selected().get().catchUp(by, expunges, removes);
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e;
      }
      bye("the mailbox was removed");
      return false;
    }
  }

  private void tellBehind(Client by) throws IOException {
    if (open && by.selected().isPresent()) {
      by.selected().get().tellBehind(by);
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
    stay.ifPresent(Stay::close); // of a try that did not come to its end
    stay = Optional.empty();
    Stay counted = house.sessions().enter(login.account());
    stay = Optional.of(counted);
    LOG.log(INFO, "session {0}: signed in as {1}", connection, login.address());
    house.post().mailboxes().provide(login.account());
    house.post().sharing().finish(login.account());
    var by = new Client(house, login, out);
    by.guarded(authentication.isGuarded());
    client = Optional.of(by);
    in.filters(new StoredFilters(house.post(), login.account())::find);
    strange = 0;
    Stay present = house.sasl().enter(login, connection::revoke);
    stay =
        Optional.of(() -> {
          present.close();
          counted.close();
        });
    connection.idleTimeout(house.config().idle());
    errors = 0;
    out.ok(tag, "[CAPABILITY " + authentication.capabilities(true) + "] welcome");
  }

  /** Forgets all but the connection and its TLS (RFC 8437 section 3). */
  private void unauthenticate(String tag) throws IOException, SyntaxException {
    if (!house.config().offers("UNAUTHENTICATE")) {
      throw new SyntaxException("unknown command");
    }
    stay.ifPresent(Stay::close);
    stay = Optional.empty();
    client = Optional.empty();
    in.withoutCharsets(false);
    in.filters(_ -> Optional.empty());
    pushes.ifPresent(Pushes::close);
    pushes = Optional.empty();
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

  private void afterLogin(String tag, Client by, Command.AfterLogin command)
      throws IOException, SyntaxException {
    switch (command) {
      case Command.Compress compress -> compress(tag, compress);
      case Command.Enable enable -> {
        new Folders(by).enable(tag, enable);
        in.withoutCharsets(by.utf8() && !by.rev2());
      }
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
      case Command.MultiSearch search -> finish(tag, new MultiSearch(by).run(search), true);
      case Command.Notify notify -> notify(tag, by, notify);
      case Command.Idle() -> idle(tag, by);
      case Command.Conversions(String from, String to) -> {
        for (String line : Conversion.lines(from, to)) {
          out.untagged(line);
        }
        out.ok(tag, "done");
      }
      case Command.Unauthenticate() -> unauthenticate(tag);
      case Command.ApplePush() -> out.no(tag, "[CANNOT] push is not set up here");
      case Command.ResetKey reset -> new UrlAuth(by).reset(tag, reset);
      case Command.GenUrlAuth generate -> new UrlAuth(by).generate(tag, generate);
      case Command.UrlFetch fetch -> new UrlFetch(by).run(tag, fetch);
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

  private void idle(String tag, Client by) throws IOException {
    out.wire().print("+ idling\r\n");
    var idle = new Idle(by, writing, () -> push(by));
    idling = Optional.of(new Idling(tag, idle));
    idle.start();
  }

  /** Tells what changed while no command is under way, as the client wants it. */
  private void push(Client by) throws IOException {
    boolean delayed =
        idling.isEmpty()
            && by.notifications().filter(wanted -> wanted.ofSelected().delayed()).isPresent();
    if (catchUp(!delayed, false)) {
      tellBehind(by);
    }
    if (!open) {
      connection.revoke(); // its thread waits for the client, to whom BYE has been said
    }
  }

  private void notify(String tag, Client by, Command.Notify command) throws IOException {
    if (command.unknownEvent()) {
      out.no(tag, "[BADEVENT (" + NotifyEvent.names() + ")] that cannot be told");
      return;
    }
    List<NotifyGroup> groups = command.groups().stream().map(group -> group.decoded(by)).toList();
    var wanted = new Notifications(by, groups);
    pushes.ifPresent(Pushes::close);
    pushes = Optional.empty();
    // After NONE the selected mailbox is told with commands, as before.
    by.notify(groups.isEmpty() ? Optional.empty() : Optional.of(wanted));
    var _ = catchUpSelected(by, true, false);
    wanted.begin(command.status());
    if (!groups.isEmpty()) {
      var begun = new Pushes(by, writing, () -> push(by));
      pushes = Optional.of(begun);
      begun.start();
    }
    tellBehind(by);
    out.ok(tag, "done");
  }

  private void endIdle(Idling idle) throws IOException {
    String line;
    try {
      line = source.nextLine();
    } finally {
      idle.telling().close();
    }
    // NOTIFY goes on telling meanwhile.
    writing.lock();
    try {
      idling = Optional.empty();
      if (open) {
        idleEnded(idle, line);
      }
    } finally {
      writing.unlock();
    }
  }

  private void idleEnded(Idling idle, String line) throws IOException {
    if (line.strip().equalsIgnoreCase("DONE")) {
      out.ok(idle.tag(), "done");
    } else {
      out.bad(idle.tag(), "DONE was awaited");
      error();
    }
  }

  private void inMailbox(String tag, Client by, Selected in, Command.InMailbox command)
      throws IOException, SyntaxException {
    if (by.uidOnly() && usesNumbers(command)) {
      throw new SyntaxException(Select.UID_REQUIRED);
    }
    switch (command) {
      case Command.UidBatches batches ->
          finish(tag, new UidBatches(by, in).run(tag, batches), true);
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
      case Command.Expunge expunge -> removed(tag, new Expunging(by, in).run(expunge));
      case Command.Copy copy -> {
        Answer answer = new Copying(by, in, tag).run(copy);
        if (copy.move()) {
          removed(tag, answer);
        } else {
          finish(tag, answer, true);
        }
      }
      case Command.Convert convert ->
          finish(tag, new Converting(by, in, convert).run(), convert.uid());
      case Command.Replace replace -> removed(tag, new Replacing(by, this.in, in).run(replace));
      case Command.Fetch fetch -> finish(tag, new Fetch(by, in).run(fetch), fetch.uid());
      case Command.Store store -> finish(tag, new Store(by, in).run(store), store.uid());
      case Command.Search search -> finish(tag, new Search(by, in).run(search), search.uid());
      case Command.Sort sort -> finish(tag, new Search(by, in).run(sort), sort.uid());
      case Command.Threads threads ->
          finish(tag, new Threading(by, in).run(threads), threads.uid());
      case Command.CancelUpdate(var tags) -> {
        in.contexts().cancel(tags);
        finish(tag, Answer.ok("no further updates"), true);
      }
    }
  }

  private static boolean usesNumbers(Command.InMailbox command) {
    return switch (command) {
      case Command.Copy copy -> !copy.uid();
      case Command.Replace replace -> !replace.uid();
      case Command.Convert convert -> !convert.uid();
      case Command.Fetch fetch -> !fetch.uid();
      case Command.Store store -> !store.uid();
      case Command.Search search -> !search.uid();
      case Command.Sort sort -> !sort.uid();
      case Command.Threads threads -> !threads.uid();
      case Command.UidBatches _,
          Command.Check _,
          Command.Close _,
          Command.Unselect _,
          Command.Expunge _,
          Command.CancelUpdate _ ->
          false;
    };
  }

  /** Tells what changed, by this command and by others, then how the command ended. */
  private void finish(String tag, Answer answer, boolean expunges) throws IOException {
    finish(tag, answer, expunges, false);
  }

  /** The same after a command that removes messages. */
  private void removed(String tag, Answer answer) throws IOException {
    finish(tag, answer, true, true);
  }

  private void finish(String tag, Answer answer, boolean expunges, boolean removes)
      throws IOException {
    var _ = catchUp(expunges, removes);
    if (!open) {
      return;
    }
    Optional<Selected> in = client.flatMap(Client::selected);
    if (in.isPresent()) {
      in.get().tellBehind(client.get());
    }
    String text = answer.text(in.map(Selected::knownUpTo).orElse(1L));
    if (answer.ok()) {
      out.ok(tag, text);
    } else {
      out.no(tag, text);
    }
  }
}
