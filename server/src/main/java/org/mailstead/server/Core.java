package org.mailstead.server;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.filter.client.Keeping;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.DomainKeys;
import org.mailstead.identity.DomainSignIns;
import org.mailstead.identity.ldap.LdapDirectories;
import org.mailstead.identity.oauth.Grants;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.BreachedPasswords;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.PasswordRules;
import org.mailstead.identity.signin.Passwords;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Emptying;
import org.mailstead.post.Jobs;
import org.mailstead.post.KeyRing;
import org.mailstead.post.Post;
import org.mailstead.post.Removal;
import org.mailstead.post.Timers;
import org.mailstead.post.clients.ClientRows;
import org.mailstead.post.queue.Forwarding;
import org.mailstead.post.queue.Queue;
import org.mailstead.post.queue.QueueConfig;
import org.mailstead.post.queue.Srs;
import org.mailstead.post.security.SecurityMail;
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
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.Resolver;

/** An opened home without its listeners: what the command line works on, and a server stands on. */
final class Core implements AutoCloseable {
  /** Room below a home's limit in which it is taken for full: deleting needs some. */
  private static final long LEAST_LOW = 8 << 20;

  private final Home home;
  private final BootConfig config;
  private final InstantSource clock;
  private final RocksEngine engine;
  private final Blobs blobs;
  private final Directory directory;
  private final DirectoryChanges changes;
  private final Secrets secrets;
  private final DomainSignIns signIns;
  private final LdapDirectories directories;
  private final Credentials credentials;
  private final Authenticator authenticator;
  private final SignInDesk signIn;
  private final ProviderSignIn provider;
  private final OAuth oauth;
  private final Post post;
  private final Timers timers;
  private final Jobs jobs;
  private final Removal removal;
  private final DomainKeys keys;
  private final Resolver resolver;
  private final Wire wire;
  private final OwnCertificates certificates;
  private final Queue queue;
  private final Trimming trimming;
  private final Keeping clients;
  private Optional<HomeSize> homeSize = Optional.empty();

  Core(Home home, BootConfig config, InstantSource clock) throws IOException {
    this.home = home;
    this.config = config;
    this.clock = clock;
    Space space = space();
    this.engine = RocksEngine.open(home.engine(), RocksConfig.DEFAULT, clock);
    var accounts = new Accounts(engine, new Watchers(), space);
    this.trimming = new Trimming(accounts, LogHorizon.DEFAULT);
    this.clients = new ClientRows(accounts);
    this.blobs = new Blobs(home.blobs(), accounts, BlobsConfig.DEFAULT, space, clock);
    this.directory = new Directory(accounts, home.key("names"));
    this.changes = new DirectoryChanges(directory, clock);
    this.keys = new DomainKeys(directory);
    this.secrets = new Secrets(home.key("credentials"));
    WebSite site = WebSite.of(config);
    this.signIns = new DomainSignIns(directory);
    this.directories = new LdapDirectories(signIns, secrets, clock);
    this.credentials =
        new Credentials(accounts, directory, secrets, site.signIn(), directories, clock);
    var grants = new Grants(accounts, directory, credentials, secrets, clock);
    this.oauth = new OAuth(accounts, directory, grants, secrets, site.origin().orElse(""), clock);
    this.authenticator =
        site.origin().isEmpty()
            ? new Authenticator(accounts, directory, credentials, clock)
            : new Authenticator(accounts, directory, credentials, grants, clock);
    this.post = new Post(accounts, blobs, new BlobScopes(home.key("blobs")), directory, clock);
    this.signIn =
        new SignInDesk(
            accounts,
            directory,
            credentials,
            authenticator,
            new PasswordRules(new BreachedPasswords(home.breachedPasswords())),
            new SecurityMail(
                post, directory, config.hostname(), WebSite.of(config).signIn().page(), clock),
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
    this.timers = new Timers(accounts, clock);
    this.jobs = new Jobs(accounts, timers, clock);
    this.removal = new Removal(post, directory, new AccountRemoval(directory, changes));
    jobs.on(Emptying.KIND, new Emptying(post));
    jobs.on(Removal.KIND, removal);
    var queueConfig =
        QueueConfig.of(config.hostname(), config.outboundPort(), config.sending())
            .traced(Duration.ofDays(config.traceDays()))
            .withSenders(config.senders());
    this.wire = new Wire();
    this.resolver = Resolvers.of(config.resolver(), config.transport().dnssec(), clock);
    this.certificates =
        new OwnCertificates(
            home, config, new CertificateNames(config, directory, resolver), resolver, clock);
    this.queue =
        new Queue(
            accounts,
            blobs,
            post,
            directory,
            timers,
            resolver,
            new Connector(wire),
            queueConfig,
            forwarding(),
            clock);
  }

  private Forwarding forwarding() throws IOException {
    return new Forwarding(
        new Srs(home.key("srs"), config.hostname(), clock),
        new KeyRing(keys, clock),
        config.transport().seal(),
        clock);
  }

  private Space space() throws IOException {
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

  DirectoryChanges changes() {
    return changes;
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

  @Override
  public void close() throws IOException {
    authenticator.close();
    directories.close();
    provider.close();
    homeSize.ifPresent(HomeSize::close);
    wire.close();
    blobs.close();
    engine.close();
    home.close();
  }
}
