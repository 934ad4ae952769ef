package org.mailstead.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.http.Routes;
import org.mailstead.identity.Account;
import org.mailstead.identity.settings.Settings;
import org.mailstead.jmap.Browsers;
import org.mailstead.jmap.JmapConfig;
import org.mailstead.jmap.JmapServer;
import org.mailstead.jmap.images.Images;
import org.mailstead.jmap.push.GlobalService;
import org.mailstead.jmap.push.Pusher;
import org.mailstead.jmap.push.Vapid;
import org.mailstead.post.MailSearch;
import org.mailstead.post.SignedMail;
import org.mailstead.post.queue.Counter;
import org.mailstead.wire.Connector;
import org.mailstead.wire.HttpsCalls;
import org.mailstead.wire.OutsideWeb;
import org.mailstead.words.AccountId;

/** The room of JMAP with what it alone needs: what pushes. */
final class JmapParts implements Closeable {
  private static final int HTTPS = 443;

  /** For a push service to take something. */
  private static final Duration PUSH_TIME = Duration.ofSeconds(20);

  /** For a page to show a picture, redirects and all. */
  private static final Duration WEB_TIME = Duration.ofSeconds(20);

  private final Core core;
  private final Optional<MailSearch> search;
  private final SignedMail signed;
  private final Vapid vapid;
  private final Pusher pusher;
  private final OutsideWeb web;
  private final Images images;
  private Optional<JmapServer> server = Optional.empty();

  JmapParts(Core core, Optional<MailSearch> search) throws IOException {
    this.core = core;
    this.search = search;
    this.signed =
        new SignedMail(core.post(), SmimeSettings.verifier(core.settings()), core.clock());
    List<AccountId> accounts = core.directory().accounts().stream().map(Account::id).toList();
    this.vapid =
        new Vapid(
            core.home().key("push"), "mailto:postmaster@" + core.config().hostname(), core.clock());
    var calls =
        new HttpsCalls(core.resolver(), new Connector(core.wire()), HTTPS, PUSH_TIME).onlyPublic();
    this.pusher =
        new Pusher(core.post(), core.directory(), new GlobalService(calls), vapid, core.clock());
    pusher.start(accounts);
    this.web =
        new OutsideWeb(
            core.resolver(), new Connector(core.wire()), WEB_TIME, OutsideWeb.Reach.INTERNET);
    Home.createOwn(core.home().images());
    this.images =
        new Images(
            core.post(),
            web,
            core.home().images(),
            core.space(),
            core.settings().live(ProgramSettings::images),
            core.clock());
  }

  Routes routes(Browsers browsers) {
    var made =
        new JmapServer(
            core.post(),
            search,
            signed,
            new Counter(
                core.post(),
                core.queue(),
                core.directory(),
                core.config().hostname(),
                core.clock()),
            core.queue().snoozes(),
            core.queue().sweeps(),
            core.mailJobs().methods(),
            pusher,
            vapid,
            web,
            images,
            core.directory(),
            core.authenticator(),
            browsers,
            core.settings().live(JmapParts::config),
            account -> core.settings().get(ProgramSettings.LISTED, account),
            core.clock());
    server = Optional.of(made);
    return made.routes();
  }

  private static JmapConfig config(Settings now) {
    return JmapConfig.of(
        now.get(ProgramSettings.MESSAGE_SIZE), Set.copyOf(now.get(ProgramSettings.ORIGINS)));
  }

  @Override
  public void close() {
    server.ifPresent(JmapServer::close);
    pusher.close();
  }
}
