package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.mailstead.filter.smime.SmimeVerifier;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.DomainKeys;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.jmap.blob.BlobLinkMethods;
import org.mailstead.jmap.blob.BlobLinks;
import org.mailstead.jmap.blob.BlobMethods;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.contacts.ContactMethods;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapRequest;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Processor;
import org.mailstead.jmap.images.Images;
import org.mailstead.jmap.images.ImagesConfig;
import org.mailstead.jmap.jobs.BulkWork;
import org.mailstead.jmap.jobs.JobMethods;
import org.mailstead.jmap.jobs.PullWork;
import org.mailstead.jmap.mail.EmailBulk;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.jmap.mdn.MdnMethods;
import org.mailstead.jmap.push.Pusher;
import org.mailstead.jmap.push.SubscriptionMethods;
import org.mailstead.jmap.push.Vapid;
import org.mailstead.jmap.quota.QuotaMethods;
import org.mailstead.jmap.quota.UsageMethod;
import org.mailstead.jmap.rules.SweepMethods;
import org.mailstead.jmap.search.SearchMethods;
import org.mailstead.jmap.settings.SettingsMethods;
import org.mailstead.jmap.sharing.SharingMethods;
import org.mailstead.jmap.sieve.SieveMethods;
import org.mailstead.jmap.snooze.SnoozeMethods;
import org.mailstead.jmap.submission.Identities;
import org.mailstead.jmap.submission.SubmissionMethods;
import org.mailstead.jmap.trace.TraceMethods;
import org.mailstead.jmap.unsubscribe.UnsubscribeMethods;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Arriving;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Jobs;
import org.mailstead.post.KeyRing;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Mailbox;
import org.mailstead.post.NewMessage;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Placed;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.post.SignedMail;
import org.mailstead.post.Snoozes;
import org.mailstead.post.Timers;
import org.mailstead.post.queue.Counter;
import org.mailstead.post.queue.Forwarding;
import org.mailstead.post.queue.Queue;
import org.mailstead.post.queue.QueueConfig;
import org.mailstead.post.queue.Srs;
import org.mailstead.post.rules.Sweeps;
import org.mailstead.search.Query;
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
import org.mailstead.wire.Connector;
import org.mailstead.wire.OutsideWeb;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import org.mailstead.words.TenantId;
import tools.jackson.databind.node.ObjectNode;

/** Accounts over a store in memory, and JMAP's methods to be called on them. */
final class JmapWorld implements AutoCloseable {
  static final long MAX_MESSAGE = 100_000;
  static final long MAX_UPLOAD = 3_000_000;
  private static final byte[] KEY = new byte[32];
  private static final String HOST = "mail.example.test";

  final Accounts store;
  final Directory directory;
  final DirectoryChanges changes;
  final Post post;
  final SignedMail signed;
  final TestClock clock;

  /** Whether people are shown all others. */
  volatile boolean listed;

  final Counter counter;
  final Snoozes snoozes;
  final Sweeps sweeps;
  final Jobs jobs;
  final JobMethods jobMethods;
  final Vapid vapid;
  final Pusher pusher;
  final BlockingQueue<Pushed> pushed = new LinkedBlockingQueue<>();
  volatile int pushAnswer = 201;
  volatile ImagesConfig imagesConfig = new ImagesConfig(true, 1 << 20);
  final OutsideWeb web = TestWeb.IT.cleared();
  final Images images;
  final Account ada;
  final Account bob;
  private final Engine engine;
  private final Path folder;
  private final Blobs blobs;
  private final Timers timers;
  private final Queue queue;
  private final Processor processor;
  private final Optional<MailSearch> search;
  private final Set<Boolean> following = new HashSet<>();

  /** A clock that goes when it is told to. */
  static final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  JmapWorld() {
    this(new TestClock(), Optional.empty(), false);
  }

  /** One with an index of all mail. */
  static JmapWorld indexed() {
    return new JmapWorld(new TestClock(), Optional.empty(), true);
  }

  /** One whose engine is often busy and slow. */
  static JmapWorld hostile(long seed) {
    return new JmapWorld(new TestClock(), Optional.of(seed), false);
  }

  private JmapWorld(TestClock clock, Optional<Long> hostile, boolean indexed) {
    this.clock = clock;
    Engine plain = new MemoryEngine(clock);
    this.engine = hostile.<Engine>map(s -> new HostileEngine(plain, s, 0.15)).orElse(plain);
    this.store = new Accounts(engine, new Watchers());
    try {
      this.folder = Files.createTempDirectory("jmap");
      this.blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, Space.endless(), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.directory = new Directory(store, KEY);
    this.changes = new DirectoryChanges(directory, clock);
    this.post = new Post(store, blobs, new BlobScopes(KEY), directory, clock);
    this.signed = new SignedMail(post, new SmimeVerifier(SignedPeople.ROOTS), clock);
    changes.addDomain("example.test", TenantId.FIRST);
    this.ada = account("ada");
    this.bob = account("bob");
    this.timers = new Timers(store, clock);
    this.queue = queue();
    this.counter = new Counter(post, queue, directory, HOST, clock);
    this.snoozes = queue.snoozes();
    this.sweeps = queue.sweeps();
    this.vapid = new Vapid(KEY, "mailto:postmaster@example.test", clock);
    this.pusher = new Pusher(post, directory, this::take, vapid, clock);
    this.images = images();
    this.search = indexed ? Optional.of(index()) : Optional.empty();
    this.jobs = new Jobs(store, timers, clock);
    var bulk = new EmailBulk(post, () -> search, clock);
    var pull = new PullWork(post, TestImap.HOSTS, new Secrets(KEY), clock, TestImap.WAITS);
    var bulkWork = new BulkWork(post, directory, bulk, pull, clock);
    jobs.on(BulkWork.KIND, bulkWork);
    this.jobMethods = new JobMethods(post, jobs, bulk, bulkWork, new SecureRandom(), clock);
    var methods = new Methods();
    jobMethods.addTo(methods);
    new SweepMethods(post, sweeps).addTo(methods);
    var mail =
        new MailMethods(
            methods,
            post,
            search,
            signed,
            new BlobStore(post),
            () -> MAX_MESSAGE,
            new SecureRandom(),
            clock);
    new SubmissionMethods(
            post, directory, counter, snoozes, mail.setting(), () -> MAX_MESSAGE, clock)
        .addTo(methods);
    new SubscriptionMethods(post, pusher, clock).addTo(methods);
    new QuotaMethods(post).addTo(methods);
    new UsageMethod(post).addTo(methods);
    new ContactMethods(post, new BlobStore(post), clock).addTo(methods);
    new SieveMethods(post, new BlobStore(post)).addTo(methods);
    new SharingMethods(post, directory, _ -> listed).addTo(methods);
    methods.capability(MailMethods.SHARE);
    methods.capability(MailMethods.SMIME);
    methods.capability(MailMethods.UNPACKED);
    new SnoozeMethods(post, snoozes, clock).addTo(methods);
    new SettingsMethods(post).addTo(methods);
    new TraceMethods(post).addTo(methods);
    new UnsubscribeMethods(post, web).addTo(methods);
    new MdnMethods(
            post,
            new BlobStore(post),
            new Identities(post, directory),
            counter,
            mail.setting(),
            () -> MAX_MESSAGE,
            clock)
        .addTo(methods);
    new BlobMethods(post, new BlobStore(post), () -> MAX_UPLOAD, MailMethods.CAPABILITY)
        .addTo(methods);
    new SearchMethods(post, search, clock).addTo(methods);
    var store = new BlobStore(post);
    var links = new BlobLinks(post, directory, store, _ -> ByteString.EMPTY, (_, _) -> true, clock);
    new BlobLinkMethods(post, store, links).addTo(methods);
    this.processor = new Processor(methods);
  }

  private Images images() {
    try {
      Path pictures = Files.createDirectory(folder.resolve("images"));
      return new Images(post, web, pictures, Space.endless(), () -> imagesConfig, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Follows nobody until it is started. */
  private MailSearch index() {
    try {
      var index = SearchIndex.open(folder.resolve("search"), Clock.systemUTC());
      return new MailSearch(index, store, post.emails());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the index follow, and waits until it has all of ada's mail. */
  void awaitIndex() {
    if (following.add(true)) {
      search.orElseThrow().start(List.of(ada.id(), bob.id()));
    }
    long last =
        post.view(ada.id()).newestFirst().stream().mapToLong(AccountEmail::number).max().orElse(0);
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (search.orElseThrow().find(ada.id(), new Query.SizeAtLeast(0)).upTo() < last) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the index is late");
      }
    }
  }

  /** What a push service is given. */
  record Pushed(String host, String path, Map<String, String> fields, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }
  }

  private int take(String host, String path, String type, Map<String, String> fields, byte[] body) {
    pushed.add(new Pushed(host, path, fields, body));
    return pushAnswer;
  }

  /** What goes to others waits in it: nothing sends. */
  private Queue queue() {
    var nowhere = new ByteArrayInputStream(new byte[0]);
    try {
      return new Queue(
          store,
          blobs,
          post,
          directory,
          timers,
          new ZoneFileResolver(nowhere, false),
          new Connector(new Wire()),
          () -> QueueConfig.of(HOST, 25, false),
          new Forwarding(
              new Srs(KEY, HOST, clock),
              new KeyRing(new DomainKeys(directory), clock),
              _ -> true,
              clock),
          clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the queue deliver from now on. */
  void startQueue() {
    queue.start();
    timers.start();
  }

  /** Lets time pass, and does what is due then; the timers have to run. */
  void later(Duration time) {
    clock.pass(time);
    timers.look();
    for (int i = 0; i < 3_000 && !timers.isQuiet(); i++) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    if (!timers.isQuiet()) {
      throw new IllegalStateException("timers do not come to rest");
    }
  }

  Account account(String name) {
    Account made =
        changes.addAccount(EmailAddress.parse(name + "@example.test").orElseThrow(), name);
    post.mailboxes().provide(made.id());
    return made;
  }

  Caller caller(Account account) {
    return new Caller(account.id(), account.address(), Optional.empty(), "password", false);
  }

  ObjectNode run(Caller caller, String json) {
    return run(caller, json.getBytes(UTF_8));
  }

  ObjectNode run(Caller caller, byte[] json) {
    return processor.run(JmapRequest.parse(json), caller, "session");
  }

  MailboxId mailbox(AccountId account, Mailbox.Role role) {
    return post.mailboxes().tree(account).find(role).orElseThrow().id();
  }

  MailboxId inbox() {
    return mailbox(ada.id(), Mailbox.Role.INBOX);
  }

  /** Puts a message into ada's INBOX as IMAP does; its id in JMAP. */
  String append(String message, String... flags) {
    return append(ada.id(), inbox(), message, flags);
  }

  String append(AccountId account, MailboxId mailbox, String message, String... flags) {
    Placed placed =
        post.messages().append(account, mailbox, List.of(message(account, message, flags)));
    int uid = placed.uids().getFirst();
    var view = post.view(account, mailbox);
    long number = view.get(view.indexOf(uid)).email();
    return ObjectIds.email(post.emails().get(account, number));
  }

  /** Has a message come to ada, by her rules. */
  void arrive(String text) {
    var message = message(ada.id(), text);
    String key = "arrived " + post.version(ada.id());
    queue.deliver(ada.id(), Optional.empty(), ada.address(), message, key);
  }

  /** Line ends are made those of mail. */
  NewMessage message(AccountId account, String text, String... flags) {
    byte[] bytes = text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(UTF_8);
    try (Arriving arriving = post.intake().begin(account)) {
      arriving.write(bytes, 0, bytes.length);
      Arriving.Arrived arrived = arriving.finish(account);
      return new NewMessage(
          arrived.body(),
          new byte[0],
          arrived.structure(),
          arrived.preview(),
          Set.of(flags),
          clock.instant().atOffset(ZoneOffset.UTC),
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets somebody do things with a mailbox of ada's; nothing takes all away again. */
  void share(Account with, MailboxId mailbox, Right... rights) {
    post.sharing().change(ada.id(), mailbox, Optional.of(with.id()), false, _ -> Rights.of(rights));
  }

  /** Forgets all of ada's log but its last entry. */
  void trim() {
    var horizon = new LogHorizon(Duration.ofDays(1), 1, 2);
    new Trimming(store, horizon).trim(partition(), clock.instant());
  }

  /** What a restore does: versions after this one were given out and are lost. */
  void beginEpoch() {
    engine.raiseEpoch(partition(), 1);
  }

  private Partition partition() {
    return new Partition(Partition.Kind.ACCOUNT, ada.id().value());
  }

  @Override
  public void close() {
    pusher.close();
    timers.close();
    queue.close();
    search.ifPresent(MailSearch::close);
    blobs.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
