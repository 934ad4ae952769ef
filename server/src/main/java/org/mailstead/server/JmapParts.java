package org.mailstead.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.jmap.JmapConfig;
import org.mailstead.jmap.JmapServer;
import org.mailstead.jmap.push.GlobalService;
import org.mailstead.jmap.push.Pusher;
import org.mailstead.jmap.push.Vapid;
import org.mailstead.post.MailSearch;
import org.mailstead.post.queue.Counter;
import org.mailstead.search.SearchIndex;
import org.mailstead.wire.Connector;
import org.mailstead.wire.HttpsCalls;
import org.mailstead.words.AccountId;

/** The room of JMAP with what it alone needs: the search, and what pushes. */
final class JmapParts implements Closeable {
  private static final System.Logger LOG = System.getLogger(JmapParts.class.getName());
  private static final int HTTPS = 443;

  /** For a push service to take something. */
  private static final Duration PUSH_TIME = Duration.ofSeconds(20);

  private final Core core;
  private final Optional<MailSearch> search;
  private final Vapid vapid;
  private final Pusher pusher;
  private Optional<JmapServer> server = Optional.empty();

  JmapParts(Core core) throws IOException {
    this.core = core;
    List<AccountId> accounts = core.directory().accounts().stream().map(Account::id).toList();
    this.search = openSearch(core);
    search.ifPresent(one -> one.start(accounts));
    this.vapid =
        new Vapid(
            core.home().key("push"), "mailto:postmaster@" + core.config().hostname(), core.clock());
    var calls =
        new HttpsCalls(core.resolver(), new Connector(core.wire()), HTTPS, PUSH_TIME).onlyPublic();
    this.pusher =
        new Pusher(core.post(), core.directory(), new GlobalService(calls), vapid, core.clock());
    pusher.start(accounts);
  }

  /** Without it mail is found all the same, by opening it. */
  private static Optional<MailSearch> openSearch(Core core) {
    try {
      Home.createOwn(core.home().search());
      var index = SearchIndex.open(core.home().search(), Clock.systemUTC());
      return Optional.of(new MailSearch(index, core.accounts(), core.post().emails()));
    } catch (IOException e) {
      LOG.log(WARNING, "the search index cannot be opened: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * @param sessions the session that a request's cookie belongs to
   */
  Routes routes(Function<WebRequest, Optional<WebSession>> sessions) {
    var made =
        new JmapServer(
            core.post(),
            search,
            new Counter(
                core.post(),
                core.queue(),
                core.directory(),
                core.config().hostname(),
                core.clock()),
            core.queue().snoozes(),
            pusher,
            vapid,
            core.directory(),
            core.authenticator(),
            sessions,
            core.settings().live(now -> JmapConfig.of(now.get(ProgramSettings.MESSAGE_SIZE))),
            core.clock());
    server = Optional.of(made);
    return made.routes();
  }

  @Override
  public void close() {
    server.ifPresent(JmapServer::close);
    pusher.close();
    search.ifPresent(MailSearch::close);
  }
}
