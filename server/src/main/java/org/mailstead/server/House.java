package org.mailstead.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.admin.AdminServer;
import org.mailstead.admin.FirstOwner;
import org.mailstead.admin.MadePassword;
import org.mailstead.filter.client.DnsLists;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.client.Reputation;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.filter.judge.OriginJudge;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.origin.OriginChecks;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.imap.ImapConfig;
import org.mailstead.imap.ImapServer;
import org.mailstead.jmap.Browsers;
import org.mailstead.jmap.JmapServer;
import org.mailstead.pop3.Maildrops;
import org.mailstead.pop3.Pop3Config;
import org.mailstead.pop3.Pop3Server;
import org.mailstead.post.MailSearch;
import org.mailstead.sieve.ManageSieveConfig;
import org.mailstead.sieve.ManageSieveServer;
import org.mailstead.signin.SignInServer;
import org.mailstead.smtp.OutsideConfig;
import org.mailstead.smtp.ProvenanceConfig;
import org.mailstead.smtp.SmtpConfig;
import org.mailstead.smtp.SmtpServer;
import org.mailstead.wire.BadCertificate;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.ListenerConfig;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.TlsPolicy;
import org.mailstead.wire.Wire;

/** A running server: everything built with {@code new} in start order, closed in reverse. */
final class House implements Closeable {
  private static final System.Logger LOG = System.getLogger(House.class.getName());

  private final Core core;
  private final BootConfig config;
  private final Deque<Closeable> started = new ArrayDeque<>();
  private final List<String> listening = new ArrayList<>();
  private final String welcome = MadePassword.of(new SecureRandom());
  private final FirstOwner firstOwner;
  private final SuffixList.Current suffixes;
  private Optional<MailSearch> search = Optional.empty();

  House(Core core) {
    this.core = core;
    this.config = core.config();
    this.firstOwner = new FirstOwner(core.admin(), welcome);
    this.suffixes = new SuffixList.Current(core.home());
  }

  /** Where a new server gets its owner; empty when it has one. */
  Optional<String> welcome() {
    return core.roles().hasOwner()
        ? Optional.empty()
        : WebSite.of(config).origin().map(page -> page + "/welcome#" + welcome);
  }

  Core core() {
    return core;
  }

  void start() throws IOException, BadCertificate {
    Wire wire = core.wire();
    core.queue().start();
    core.settings().watch(core.queue()::followSending);
    core.jobs().serve();
    core.removal().resume(core.jobs());
    core.timers().start();
    var housekeeping = new Housekeeping(core);
    housekeeping.start();
    started(housekeeping, housekeeping);
    started(core.queue(), core.queue()::close);
    started(core.timers(), core.timers()::close);
    started(core.jobs(), core.jobs()::close);
    var mail = new SearchParts(core);
    started(mail, mail);
    search = mail.search();
    core.mailJobs().searchBy(search);
    Certificates certificates = core.certificates().open();
    ClientCertificateSettings clients = ClientCertificateSettings.read(core.settings());
    boolean asks = clients.asked();
    core.authenticator().trust(clients.authorities());
    var forPeople =
        new ServerTls(
            asks ? certificates.asking() : certificates.context(), TlsPolicy.STRICT, asks);
    var forServers = new ServerTls(certificates.context(), TlsPolicy.OPPORTUNISTIC);
    var sasl = new Sasl(core.authenticator());
    smtp(wire, forServers, sasl, BootConfig.Service.SMTP, SmtpConfig.Service.INBOUND, false);
    smtp(wire, forServers, sasl, BootConfig.Service.LMTP, SmtpConfig.Service.LMTP, false);
    smtp(
        wire, forPeople, sasl, BootConfig.Service.SUBMISSION, SmtpConfig.Service.SUBMISSION, false);
    smtp(
        wire, forPeople, sasl, BootConfig.Service.SUBMISSIONS, SmtpConfig.Service.SUBMISSION, true);
    imap(wire, forPeople, sasl, BootConfig.Service.IMAP, false);
    imap(wire, forPeople, sasl, BootConfig.Service.IMAPS, true);
    var maildrops = new Maildrops();
    pop3(wire, forPeople, sasl, maildrops, BootConfig.Service.POP3, false);
    pop3(wire, forPeople, sasl, maildrops, BootConfig.Service.POP3S, true);
    sieve(wire, forPeople, sasl);
    web(certificates, asks);
    var watch = new CertificateWatch(core.certificates(), core.clock());
    started(watch, watch);
    watch.start();
    var control = new Control(core.home().controlSocket(), core);
    started(control, control::close);
  }

  private <T> T started(T part, Closeable end) {
    started.push(end);
    return part;
  }

  private void smtp(
      Wire wire,
      ServerTls tls,
      Sasl sasl,
      BootConfig.Service port,
      SmtpConfig.Service service,
      boolean implicitTls)
      throws IOException {
    if (config.port(port) == 0) {
      return;
    }
    var listener = ListenerConfig.of(config.host(), listenOn(port), implicitTls);
    var usual = SmtpConfig.of(service, listener, config.hostname());
    var server =
        new SmtpServer(
            wire,
            core.settings()
                .live(now ->
                    usual
                        .withPlaintextLogin(now.get(ProgramSettings.PLAINTEXT))
                        .withMaxSize(now.get(ProgramSettings.MESSAGE_SIZE))),
            tls,
            core.post(),
            core.queue(),
            core.directory(),
            sasl,
            provenance(service),
            core.clock());
    started(server, server::close);
    listens(port, server.start());
  }

  /** Who sent mail from outside is asked; what our users send is signed. */
  private ProvenanceConfig provenance(SmtpConfig.Service service) {
    return switch (service) {
      case INBOUND -> new ProvenanceConfig(Optional.of(outside()), Optional.empty(), hooks());
      case SUBMISSION -> new ProvenanceConfig(Optional.empty(), Optional.of(core.keys()), hooks());
      case LMTP -> ProvenanceConfig.NONE;
    };
  }

  private Supplier<Hooks> hooks() {
    return core.settings().live(now -> HookSettings.hooks(now, core.home()));
  }

  private Supplier<OutsideConfig> outside() {
    Settings settings = core.settings();
    var reputation = new Reputation(core.clock());
    var greylist = new Greylist(() -> settings.get(DoorSettings.GREYLIST), core.clock());
    var memory = new ClientMemory(core.clients(), reputation, greylist);
    memory.start();
    started(memory, memory);
    return settings.live(now -> outside(now, reputation, greylist));
  }

  private OutsideConfig outside(Settings now, Reputation reputation, Greylist greylist) {
    Handling handling = OriginSettings.handling(now);
    Scale scale = DoorSettings.scale(now);
    return new OutsideConfig(
        new OriginChecks(
            core.resolver(), suffixes.of(now), config.hostname(), core.clock(), OriginChecks.TIME),
        handling,
        new OriginJudge(config.hostname(), handling, scale),
        scale.junk(),
        new DnsLists(now.get(DoorSettings.LISTS), core.resolver()),
        reputation,
        greylist,
        DoorSettings.limits(now),
        now.get(DoorSettings.TRUSTED));
  }

  private void imap(
      Wire wire, ServerTls tls, Sasl sasl, BootConfig.Service port, boolean implicitTls)
      throws IOException {
    if (config.port(port) == 0) {
      return;
    }
    var listener = ListenerConfig.of(config.host(), listenOn(port), implicitTls);
    ImapConfig plain = ImapConfig.of(listener, config.hostname());
    ImapConfig sieved = sieveUrl().map(plain::withSieve).orElse(plain);
    ImapConfig usual =
        WebSite.of(config)
            .origin()
            .map(origin -> sieved.withJmap(origin + JmapServer.SESSION))
            .orElse(sieved);
    var server =
        new ImapServer(
            wire,
            core.settings()
                .live(now ->
                    usual
                        .withPlaintextLogin(now.get(ProgramSettings.PLAINTEXT))
                        .withMaxAppend(now.get(ProgramSettings.MESSAGE_SIZE))
                        .withKeepAlive(ProgramSettings.keepAlive(now))
                        .without(ProgramSettings.imapWithout(now))),
            tls,
            core.post(),
            search,
            sasl,
            core.authenticator(),
            Optional.of(core.queue().events()),
            core.clock());
    started(server, server::close);
    listens(port, server.start());
  }

  /** Where scripts are kept (RFC 5804 section 3); empty when that service is off. */
  private Optional<String> sieveUrl() {
    BootConfig.Service sieve = BootConfig.Service.SIEVE;
    int port = config.port(sieve);
    String after = port == sieve.standard ? "" : ":" + port;
    return port > 0 ? Optional.of("sieve://" + config.hostname() + after) : Optional.empty();
  }

  private void pop3(
      Wire wire,
      ServerTls tls,
      Sasl sasl,
      Maildrops maildrops,
      BootConfig.Service port,
      boolean implicitTls)
      throws IOException {
    if (config.port(port) == 0) {
      return;
    }
    var listener = ListenerConfig.of(config.host(), listenOn(port), implicitTls);
    var server =
        new Pop3Server(
            wire,
            core.settings()
                .live(now ->
                    new Pop3Config(
                        listener, config.hostname(), now.get(ProgramSettings.PLAINTEXT))),
            tls,
            core.post(),
            core.authenticator(),
            sasl,
            maildrops);
    started(server, server::close);
    listens(port, server.start());
  }

  private void sieve(Wire wire, ServerTls tls, Sasl sasl) throws IOException {
    if (config.port(BootConfig.Service.SIEVE) == 0) {
      return;
    }
    var listener = ListenerConfig.of(config.host(), listenOn(BootConfig.Service.SIEVE), false);
    var server =
        new ManageSieveServer(
            wire,
            core.settings()
                .live(now ->
                    new ManageSieveConfig(
                        listener, config.hostname(), now.get(ProgramSettings.PLAINTEXT))),
            tls,
            core.post(),
            sasl);
    started(server, server::close);
    listens(BootConfig.Service.SIEVE, server.start());
  }

  /** The pages for people, and for those who watch the server, which only this machine may see. */
  private void web(Certificates certificates, boolean asks) throws IOException {
    var policy = new OwnPolicy(config, core.settings(), core.directory());
    Routes pages = pages(asks);
    if (config.port(BootConfig.Service.HTTPS) != 0) {
      var safe =
          new WebServer(
              WebConfig.tls(
                  config.host(), listenOn(BootConfig.Service.HTTPS), certificates.context()),
              new Routes()
                  .get(OwnPolicy.PATH, request -> policy.answer(request.host()))
                  .add(pages));
      started(safe, safe::close);
      listens(BootConfig.Service.HTTPS, safe.start());
    }
    if (config.port(BootConfig.Service.HTTP) != 0) {
      var plain =
          new WebServer(
              WebConfig.plain(config.host(), listenOn(BootConfig.Service.HTTP))
                  .withSafe(WebSite.of(config).safe()),
              new Routes().add(core.certificates().routes()).add(pages));
      started(plain, plain::close);
      listens(BootConfig.Service.HTTP, plain.start());
    }
    if (config.port(BootConfig.Service.MANAGEMENT) != 0) {
      var metrics = new Metrics(core);
      var management =
          new WebServer(
              WebConfig.plain("127.0.0.1", listenOn(BootConfig.Service.MANAGEMENT)),
              new Routes()
                  .get("/healthz", _ -> metrics.health())
                  .get("/metrics", _ -> metrics.metrics()));
      started(management, management::close);
      listens(BootConfig.Service.MANAGEMENT, management.start());
    }
  }

  /**
   * For people and their programs, on both ports.
   *
   * @param asks whether mail programs are asked for certificates
   */
  private Routes pages(boolean asks) throws IOException {
    var jmap = new JmapParts(core, search);
    started(jmap, jmap);
    var signIn =
        new SignInServer(
            core.signIn(),
            core.directory(),
            core.authenticator(),
            core.oauth(),
            core.provider(),
            core.post(),
            core.brands(),
            MailPrograms.of(config).signIn(asks),
            core.clock());
    return new Pages(
            Pages.built(),
            new StartPage(config, core.settings(), core.directory(), core.roles()),
            signIn)
        .routes()
        .add(new AdminServer(core::admin).routes(signIn::session))
        .add(firstOwner.routes())
        .add(jmap.routes(new Browsers(signIn::session, signIn::isOpen)))
        .add(Discovery.of(core).routes());
  }

  private int listenOn(BootConfig.Service service) {
    return Math.max(0, config.port(service));
  }

  private void listens(BootConfig.Service service, int port) {
    listening.add(service.key() + " " + port);
  }

  /** What listens where, such as {@code smtp 10025}. */
  List<String> listening() {
    return List.copyOf(listening);
  }

  @Override
  public void close() throws IOException {
    while (!started.isEmpty()) {
      end(started.pop());
    }
    core.close();
  }

  private static void end(Closeable part) {
    try {
      part.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(WARNING, "a part did not stop well", e);
    }
  }
}
