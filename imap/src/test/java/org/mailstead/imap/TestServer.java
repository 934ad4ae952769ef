package org.mailstead.imap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Passwords;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInConfig;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Snoozes;
import org.mailstead.post.Timers;
import org.mailstead.post.rules.MailboxEvents;
import org.mailstead.search.SearchIndex;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.LogHorizon;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Partition;
import org.mailstead.store.Space;
import org.mailstead.store.Trimming;
import org.mailstead.store.Watchers;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.ListenerConfig;
import org.mailstead.wire.SelfSigned;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.TlsPolicy;
import org.mailstead.wire.Wire;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** An IMAP server on a free loopback port, over a store in memory. */
public final class TestServer implements AutoCloseable {
  static final String PASSWORD = "secret";
  private static final byte[] KEY = new byte[32];
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  final Post post;
  private final Engine engine;
  private final Accounts store;
  final Directory directory;
  final DirectoryChanges changes;
  private final Passwords passwords;
  final Account ada;
  public final int port;
  private final Path folder;
  private final Blobs blobs;
  private final Wire wire = new Wire();
  private final ImapServer server;

  /** What scripts have sent because of what clients did. */
  final List<QueuedMail> sentByScripts = new CopyOnWriteArrayList<>();

  final MailboxEvents events;
  final Optional<MailSearch> search;
  private final Making making;

  private interface Making {
    ImapServer with(Optional<MailSearch> index) throws IOException;
  }

  public TestServer(Engine engine, boolean plaintextLogin) throws Exception {
    this(engine, config -> config.withPlaintextLogin(plaintextLogin));
  }

  TestServer(Engine engine, UnaryOperator<ImapConfig> settings) throws Exception {
    this(engine, settings, CLOCK);
  }

  /**
   * @param clock of the IMAP server alone
   */
  TestServer(Engine engine, UnaryOperator<ImapConfig> settings, InstantSource clock)
      throws Exception {
    this(engine, settings, clock, false);
  }

  /** One with an index of all mail. */
  static TestServer indexed(Engine engine) throws Exception {
    return new TestServer(engine, config -> config.withPlaintextLogin(true), CLOCK, true);
  }

  private TestServer(
      Engine engine, UnaryOperator<ImapConfig> settings, InstantSource clock, boolean indexed)
      throws Exception {
    folder = Files.createTempDirectory("imap");
    this.engine = engine;
    store = new Accounts(engine, new Watchers());
    blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, Space.endless(), CLOCK);
    directory = new Directory(store, KEY);
    changes = new DirectoryChanges(directory, CLOCK);
    post = new Post(store, blobs, new BlobScopes(KEY), directory, CLOCK);
    changes.addDomain("example.test", TenantId.FIRST);
    ada = changes.addAccount(EmailAddress.parse("ada@example.test").orElseThrow(), "Ada");
    post.mailboxes().provide(ada.id());
    search = indexed ? Optional.of(index()) : Optional.empty();
    var credentials = new Credentials(store, directory, new Secrets(KEY), SignInConfig.NONE, CLOCK);
    passwords = credentials.passwords();
    passwords.set(ada.id(), PASSWORD);
    var files = new CertificateFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    SelfSigned.write(List.of("imap.example.test"), files, InstantSource.system());
    var tls = new ServerTls(new Certificates(List.of(files)).context(), TlsPolicy.STRICT);
    var listener = ListenerConfig.of("127.0.0.1", 0, false).withStopTimeout(Duration.ofMillis(100));
    var config =
        settings.apply(
            ImapConfig.of(listener, "imap.example.test")
                .withMaxAppend(100_000)
                .withSieve("sieve://imap.example.test")
                .withJmap("https://imap.example.test/jmap/session"));
    var authenticator = new Authenticator(store, directory, credentials, CLOCK);
    events =
        new MailboxEvents(
            post,
            new Snoozes(post, new Timers(store, CLOCK), CLOCK),
            directory,
            "imap.example.test",
            CLOCK,
            (_, mail) -> sentByScripts.add(mail));
    making =
        index ->
            new ImapServer(
                wire,
                config,
                tls,
                post,
                index,
                new Sasl(authenticator),
                authenticator,
                Optional.of(events),
                clock);
    server = making.with(search);
    port = server.start();
  }

  /** Another port to the same mail, that asks no index. */
  ImapServer withoutIndex() throws IOException {
    return making.with(Optional.empty());
  }

  private MailSearch index() throws IOException {
    var index = SearchIndex.open(folder.resolve("search"), Clock.systemUTC());
    var made = new MailSearch(index, store, post.emails());
    made.start(List.of(ada.id()));
    return made;
  }

  /** Somebody else, with the same password. */
  Account addAccount(String address) {
    Account made = changes.addAccount(EmailAddress.parse(address).orElseThrow(), address);
    post.mailboxes().provide(made.id());
    passwords.set(made.id(), PASSWORD);
    return made;
  }

  /** Somebody else at the same domain, with the same password; made when first asked for. */
  Account account(String name) {
    EmailAddress address = EmailAddress.parse(name + "@example.test").orElseThrow();
    return directory
        .account(address)
        .orElseGet(() -> {
          Account made = changes.addAccount(address, name);
          passwords.set(made.id(), PASSWORD);
          return made;
        });
  }

  public static Engine memory() {
    return new MemoryEngine(CLOCK);
  }

  public static Engine hostile(long seed) {
    return new HostileEngine(new MemoryEngine(CLOCK), seed, 0.2);
  }

  /** Forgets all of ada's log but its last entry, and what depends on it. */
  void trim() {
    var horizon = new LogHorizon(Duration.ofDays(1), 1, 2);
    new Trimming(store, horizon).trim(partition(), CLOCK.instant());
    post.retention().purge(ada.id(), CLOCK.instant());
  }

  /** What a restore does: versions after this one were given out and are lost. */
  void beginEpoch() {
    engine.raiseEpoch(partition(), 1);
  }

  private Partition partition() {
    return new Partition(Partition.Kind.ACCOUNT, ada.id().value());
  }

  void stop() {
    server.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    search.ifPresent(MailSearch::close);
    wire.close();
    blobs.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(TestServer::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
