package org.mailstead.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.mailstead.admin.AdminParts;
import org.mailstead.admin.SigningPairs;
import org.mailstead.filter.client.Keeping;
import org.mailstead.identity.Account;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.DomainKeys;
import org.mailstead.identity.DomainSignIns;
import org.mailstead.identity.audit.AuditLog;
import org.mailstead.identity.audit.SignInRecord;
import org.mailstead.identity.ldap.LdapDirectories;
import org.mailstead.identity.oauth.Grants;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.rights.AdminTokens;
import org.mailstead.identity.rights.Brands;
import org.mailstead.identity.rights.Permits;
import org.mailstead.identity.rights.Roles;
import org.mailstead.identity.rights.Tenants;
import org.mailstead.identity.settings.Pin;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.signin.Alerts;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.BreachedPasswords;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.PasswordRules;
import org.mailstead.identity.signin.Passwords;
import org.mailstead.identity.signin.Recovery;
import org.mailstead.identity.signin.RecoveryAlerts;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.jmap.jobs.PullWork;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Emptying;
import org.mailstead.post.Jobs;
import org.mailstead.post.KeyRing;
import org.mailstead.post.Post;
import org.mailstead.post.Removal;
import org.mailstead.post.Timers;
import org.mailstead.post.clients.ClientRows;
import org.mailstead.post.queue.Forwarding;
import org.mailstead.post.queue.OwnMail;
import org.mailstead.post.queue.Queue;
import org.mailstead.post.queue.Srs;
import org.mailstead.post.security.OutsideMail;
import org.mailstead.post.security.SecurityMail;
import org.mailstead.post.sending.Sender;
import org.mailstead.post.sending.SendingConfig;
import org.mailstead.post.sending.SendingRules;
import org.mailstead.signin.SignInServer;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.LogHorizon;
import org.mailstead.store.RocksConfig;
import org.mailstead.store.RocksEngine;
import org.mailstead.store.Space;
import org.mailstead.store.Trimming;
import org.mailstead.store.Watchers;
import org.mailstead.wire.Connector;
import org.mailstead.wire.OutsideHosts;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.Resolver;

/** An opened home without its listeners: what the command line works on, and a server stands on. */
final class Core implements AutoCloseable {
  /** Room below a home's limit in which it is taken for full: deleting needs some. */
  private static final long LEAST_LOW = 8 << 20;

  private final Home home;
  private final BootConfig config;
  private final InstantSource clock;
  private final Accounts accounts;
  private final RocksEngine engine;
  private final Space space;
  private final Blobs blobs;
  private final Directory directory;
  private final Settings settings;
  private final DirectoryChanges changes;
  private final Secrets secrets;
  private final DomainSignIns signIns;
  private final LdapDirectories directories;
  private final Credentials credentials;
  private final Authenticator authenticator;
  private final SignInDesk signIn;
  private final SecurityMail securityMail;
  private final OutsideMail outsideMail;
  private final ProviderSignIn provider;
  private final OAuth oauth;
  private final Post post;
  private final Timers timers;
  private final Jobs jobs;
  private final MailJobs mailJobs;
  private final Removal removal;
  private final DomainKeys keys;
  private final Resolver resolver;
  private final Wire wire;
  private final OwnCertificates certificates;
  private final Queue queue;
  private final Trimming trimming;
  private final Keeping clients;
  private final AuditLog audit;
  private final Roles roles;
  private final SigningPairs signing;
  private final AdminParts admin;
  private Optional<HomeSize> homeSize = Optional.empty();

  Core(Home home, BootConfig config, InstantSource clock) throws IOException {
    this.home = home;
    this.config = config;
    this.clock = clock;
    this.space = measured();
    this.engine = RocksEngine.open(home.engine(), RocksConfig.DEFAULT, clock);
    this.accounts = new Accounts(engine, new Watchers(), space);
    this.trimming = new Trimming(accounts, LogHorizon.DEFAULT);
    this.clients = new ClientRows(accounts);
    this.blobs = new Blobs(home.blobs(), accounts, BlobsConfig.DEFAULT, space, clock);
    this.directory = new Directory(accounts, home.key("names"));
    this.settings = new Settings(AllSettings.SCHEMA, config.pins(), accounts, directory, clock);
    settings.rereadBy(this::inFile);
    this.changes =
        new DirectoryChanges(
            directory, tenant -> settings.get(ProgramSettings.SECOND_FACTOR, tenant), clock);
    this.keys = new DomainKeys(directory);
    this.secrets = new Secrets(home.key("credentials"));
    WebSite site = WebSite.of(config);
    this.signIns = new DomainSignIns(directory);
    this.directories = new LdapDirectories(signIns, secrets, clock);
    this.credentials =
        new Credentials(accounts, directory, secrets, site.signIn(), directories, clock);
    var grants = new Grants(accounts, directory, credentials, secrets, clock);
    this.oauth =
        new OAuth(
            accounts,
            directory,
            grants,
            secrets,
            site.origin().orElse(""),
            () -> settings.get(ProgramSettings.REGISTRATION),
            clock);
    this.authenticator =
        site.origin().isEmpty()
            ? new Authenticator(accounts, directory, credentials, clock)
            : new Authenticator(accounts, directory, credentials, grants, clock);
    this.audit = new AuditLog(accounts, clock);
    settings.listen(new SettingsAudit(audit, directory));
    takeOver();
    this.roles = new Roles(accounts, directory);
    var record = new SignInRecord(audit, directory);
    authenticator.record(record::signedIn);
    this.post =
        new Post(
            accounts,
            blobs,
            new BlobScopes(home.key("blobs")),
            directory,
            account -> Duration.ofDays(settings.get(ProgramSettings.RETENTION, account)),
            clock);
    post.delegations().listen(new DelegatesAudit(audit, directory));
    this.timers = new Timers(accounts, clock);
    this.wire = new Wire();
    this.resolver =
        Resolvers.of(config.resolver(), () -> settings.get(TransportSettings.DNSSEC), clock);
    this.certificates =
        new OwnCertificates(
            home,
            config,
            settings.live(AcmeSettings::read),
            new CertificateNames(config, settings, directory, resolver),
            resolver,
            clock);
    SendingRules senders =
        settings.<Sender, SendingConfig>liveFor(one -> SenderSettings.of(settings, one))::apply;
    this.queue =
        new Queue(
            accounts,
            blobs,
            post,
            directory,
            timers,
            resolver,
            new Connector(wire),
            settings.live(now -> TransportSettings.queue(config, now, senders)),
            forwarding(),
            clock);
    this.securityMail =
        new SecurityMail(post, directory, config.hostname(), site.signIn().page(), clock);
    this.outsideMail = outsideMail(site);
    Alerts alerts =
        record.with(
            new RecoveryAlerts(
                securityMail, directory, credentials.recoveryAddresses(), outsideMail));
    var permits = new Permits(accounts, directory, secrets, alerts, clock);
    authenticator.permits(permits);
    this.signIn =
        new SignInDesk(
            accounts,
            directory,
            credentials,
            authenticator,
            new PasswordRules(new BreachedPasswords(home.breachedPasswords())),
            alerts,
            new Recovery.Outside(account -> mayRecover(site, account), outsideMail),
            clock);
    this.provider =
        new ProviderSignIn(
            signIns,
            directory,
            credentials,
            signIn,
            secrets,
            site.origin().map(origin -> origin + SignInServer.back()).orElse(""),
            clock);
    this.jobs = new Jobs(accounts, timers, clock);
    this.removal = new Removal(post, directory, new AccountRemoval(directory, changes));
    jobs.on(Emptying.KIND, new Emptying(post));
    jobs.on(Removal.KIND, removal);
    var connector = new Connector(wire);
    var hosts =
        new PullWork.Reaching(
            new OutsideHosts(resolver, connector, OutsideHosts.Reach.IMAP),
            new OutsideHosts(resolver, connector, OutsideHosts.Reach.ANYWHERE));
    this.mailJobs = new MailJobs(post, directory, jobs, hosts, secrets, clock);
    this.signing = new SigningPairs(changes, keys, resolver, clock);
    this.admin =
        new AdminParts(
            directory,
            changes,
            roles,
            new Tenants(accounts, directory, clock),
            new AdminTokens(accounts, directory, roles, secrets, clock),
            permits,
            settings,
            audit,
            credentials,
            authenticator,
            signIn,
            post,
            queue,
            jobs,
            removal,
            signing,
            new ServerStanding(this),
            new SecureRandom(),
            clock);
  }

  private OutsideMail outsideMail(WebSite site) {
    return new OutsideMail(
        new OwnMail(post, queue, directory, clock),
        config.hostname(),
        site.signIn().page(),
        site.origin().map(origin -> origin + SignInServer.reset()).orElse(""),
        clock);
  }

  /** Without a page there is no place for a new password. */
  private boolean mayRecover(WebSite site, Account account) {
    return site.origin().isPresent() && settings.get(ProgramSettings.RECOVERY, account.id());
  }

  /** What the home's file says now; one that cannot be read holds fast what it held. */
  private Map<String, Pin> inFile() {
    try {
      return BootConfig.read(home.config()).pins();
    } catch (ConfigException e) {
      return config.pins();
    }
  }

  /** What older releases kept elsewhere. */
  private void takeOver() {
    oauth
        .clients()
        .oldRegistration()
        .ifPresent(on -> {
          if (on) {
            String key = ProgramSettings.REGISTRATION.key();
            settings.set(Scope.system(), key, "true", "an older release");
          }
          oauth.clients().forgetOldRegistration();
        });
  }

  private Forwarding forwarding() throws IOException {
    return new Forwarding(
        new Srs(home.key("srs"), config.hostname(), clock),
        new KeyRing(keys, clock),
        domain -> settings.get(TransportSettings.SEAL, domain),
        clock);
  }

  private Space measured() throws IOException {
    DiskLimits limits = config.disk();
    Space disk =
        limits.keepFree().isPresent()
            ? Space.of(home.folder(), limits.keepFree().getAsLong())
            : Space.of(home.folder());
    if (limits.homeLimit().isEmpty()) {
      return disk;
    }
    long limit = limits.homeLimit().getAsLong();
    var size = new HomeSize(home.folder());
    homeSize = Optional.of(size);
    long low = Math.max(LEAST_LOW, limit / 100 * Space.LOW_PERCENT);
    return disk.and(new Space(low, () -> limit - size.octets(), System::nanoTime));
  }

  /** Takes the home for this process, checks it and opens it. */
  static Core open(Home home, BootConfig config, InstantSource clock) throws IOException {
    home.checkFormat();
    home.acquire();
    return new Core(home, config, clock);
  }

  Home home() {
    return home;
  }

  BootConfig config() {
    return config;
  }

  InstantSource clock() {
    return clock;
  }

  Directory directory() {
    return directory;
  }

  Settings settings() {
    return settings;
  }

  DirectoryChanges changes() {
    return changes;
  }

  AuditLog audit() {
    return audit;
  }

  Roles roles() {
    return roles;
  }

  /** How pages look to whom. */
  Brands brands() {
    return new Brands(admin.tenants(), directory);
  }

  SigningPairs signing() {
    return signing;
  }

  /** What there is to administer. */
  AdminParts admin() {
    return admin;
  }

  DomainKeys keys() {
    return keys;
  }

  Resolver resolver() {
    return resolver;
  }

  /** What credentials are sealed with. */
  Secrets secrets() {
    return secrets;
  }

  /** Which domains' passwords lie elsewhere. */
  DomainSignIns signIns() {
    return signIns;
  }

  ProviderSignIn provider() {
    return provider;
  }

  LdapDirectories directories() {
    return directories;
  }

  Credentials credentials() {
    return credentials;
  }

  Passwords passwords() {
    return credentials.passwords();
  }

  OAuth oauth() {
    return oauth;
  }

  SignInDesk signIn() {
    return signIn;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  Accounts accounts() {
    return accounts;
  }

  Post post() {
    return post;
  }

  Queue queue() {
    return queue;
  }

  Wire wire() {
    return wire;
  }

  OwnCertificates certificates() {
    return certificates;
  }

  Timers timers() {
    return timers;
  }

  MailJobs mailJobs() {
    return mailJobs;
  }

  Jobs jobs() {
    return jobs;
  }

  Removal removal() {
    return removal;
  }

  RocksEngine engine() {
    return engine;
  }

  Trimming trimming() {
    return trimming;
  }

  /** Where what is learnt about clients outlives the server. */
  Keeping clients() {
    return clients;
  }

  Blobs blobs() {
    return blobs;
  }

  /** Of the home's disk. */
  Space space() {
    return space;
  }

  @Override
  public void close() throws IOException {
    authenticator.close();
    securityMail.close();
    outsideMail.close();
    post.counts().close();
    directories.close();
    provider.close();
    homeSize.ifPresent(HomeSize::close);
    wire.close();
    blobs.close();
    engine.close();
    home.close();
  }
}
