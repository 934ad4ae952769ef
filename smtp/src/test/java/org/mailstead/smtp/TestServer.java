package org.mailstead.smtp;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mailstead.filter.client.DnsLists;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.client.Reputation;
import org.mailstead.filter.dmarc.Organizations;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.filter.judge.OriginJudge;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.origin.OriginChecks;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.DomainKeys;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Credentials;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.identity.signin.SignInConfig;
import org.mailstead.post.Arriving;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Email;
import org.mailstead.post.MailQueue;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxView;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Reason;
import org.mailstead.post.Snoozes;
import org.mailstead.post.Timers;
import org.mailstead.post.reports.ReportBox;
import org.mailstead.post.rules.Arrival;
import org.mailstead.post.rules.RuledDelivery;
import org.mailstead.post.rules.Sweeps;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Space;
import org.mailstead.store.Watchers;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.ListenerConfig;
import org.mailstead.wire.SelfSigned;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.TlsPolicy;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** An SMTP server on a free loopback port, over a store in memory and a queue that only listens. */
final class TestServer implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final byte[] KEY = new byte[32];
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  final Directory directory;
  final DirectoryChanges changes;
  final DomainKeys keys;
  final Post post;
  final Account ada;
  final Account bob;
  final List<QueuedMail> queued = new CopyOnWriteArrayList<>();

  final ReportBox reported;

  private final Blobs blobs;
  private final Wire wire = new Wire();
  private final SmtpServer server;
  final int port;

  TestServer(SmtpConfig.Service service, Path folder) throws Exception {
    this(service, folder, false);
  }

  TestServer(SmtpConfig.Service service, Path folder, boolean plaintext) throws Exception {
    this(service, folder, plaintext, ProvenanceConfig.NONE);
  }

  /** One that knows who sent what it gets. */
  TestServer(SmtpConfig.Service service, Path folder, Resolver dns, Handling handling)
      throws Exception {
    this(service, folder, false, checking(dns, handling, Scale.DEFAULT, Hooks.NONE));
  }

  static ProvenanceConfig checking(Resolver dns, Handling handling, Scale scale, Hooks hooks) {
    return checking(dns, handling, scale, hooks, DoorConfig.DEFAULT);
  }

  /** One whose limits hold for this machine too. */
  static ProvenanceConfig checking(
      Resolver dns, Handling handling, Scale scale, Hooks hooks, DoorConfig limits) {
    var checks =
        new OriginChecks(
            dns, new Organizations.TreeWalk(), "mx.example.test", CLOCK, Duration.ofMillis(500));
    var outside =
        new OutsideConfig(
            checks,
            handling,
            new OriginJudge("mx.example.test", handling, scale),
            scale.junk(),
            new DnsLists(List.of(), dns),
            new Reputation(CLOCK),
            new Greylist(Greylist.Mode.OFF, CLOCK),
            limits,
            List.of());
    return new ProvenanceConfig(Optional.of(() -> outside), Optional.empty(), () -> hooks);
  }

  TestServer(SmtpConfig.Service service, Path folder, boolean plaintext, ProvenanceConfig given)
      throws Exception {
    var store = new Accounts(new MemoryEngine(CLOCK), new Watchers());
    blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, Space.endless(), CLOCK);
    directory = new Directory(store, KEY);
    changes = new DirectoryChanges(directory, CLOCK);
    post = new Post(store, blobs, new BlobScopes(KEY), directory, CLOCK);
    changes.addDomain("example.test", TenantId.FIRST);
    ada = changes.addAccount(address("ada@example.test"), "Ada");
    bob = changes.addAccount(address("bob@example.test"), "Bob");
    post.mailboxes().provide(ada.id());
    post.mailboxes().provide(bob.id());
    var credentials = new Credentials(store, directory, new Secrets(KEY), SignInConfig.NONE, CLOCK);
    var passwords = credentials.passwords();
    if (service == SmtpConfig.Service.SUBMISSION) {
      passwords.set(ada.id(), PASSWORD);
    }
    keys = new DomainKeys(directory);
    ProvenanceConfig provenance =
        service == SmtpConfig.Service.SUBMISSION
            ? new ProvenanceConfig(Optional.empty(), Optional.of(keys), () -> Hooks.NONE)
            : given;
    var files = new CertificateFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    SelfSigned.write(List.of("mx.example.test"), files, InstantSource.system());
    var tls = new ServerTls(new Certificates(List.of(files)).context(), TlsPolicy.STRICT);
    var listener = ListenerConfig.of("127.0.0.1", 0, false).withStopTimeout(Duration.ofMillis(100));
    var config = new SmtpConfig(service, listener, "mx.example.test", 100_000, 100, plaintext);
    var sasl = new Sasl(new Authenticator(store, directory, credentials, CLOCK));
    var delivery =
        new RuledDelivery(
            post,
            new Snoozes(post, new Timers(store, CLOCK), CLOCK),
            new Sweeps(post, new Timers(store, CLOCK), CLOCK),
            directory,
            blobs,
            queued::add,
            (_, _) -> {},
            "mx.example.test",
            CLOCK);
    reported = new ReportBox(store, blobs, directory, CLOCK);
    var queue = new Listening(queued, delivery, reported);
    server = new SmtpServer(wire, config, tls, post, queue, directory, sasl, provenance, CLOCK);
    port = server.start();
  }

  static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  Talk talk() throws IOException {
    return new Talk(port);
  }

  int inboxSize(Account account) {
    return inbox(account.id()).size();
  }

  int junkSize(Account account) {
    var tree = post.mailboxes().tree(account.id());
    return post.view(account.id(), tree.find(Mailbox.Role.JUNK).orElseThrow().id()).size();
  }

  private MailboxView inbox(AccountId account) {
    return post.view(account, post.mailboxes().tree(account).inbox().id());
  }

  /** The newest message in an INBOX, as Latin-1. */
  String newest(Account account) throws IOException {
    return newest(account, 0);
  }

  private String newest(Account account, int from) throws IOException {
    MailboxView inbox = inbox(account.id());
    Email email = post.emails().get(account.id(), inbox.get(inbox.size() - 1).email());
    try (var in = post.emails().bytes(account.id(), email).open(from, email.size() - from)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  /** Why the newest message in an INBOX is there. */
  List<Reason> reasons(Account account) {
    MailboxView inbox = inbox(account.id());
    return post.emails().get(account.id(), inbox.get(inbox.size() - 1).email()).details().reasons();
  }

  /** The newest message without the trace fields that we put before it. */
  String newestBody(Account account) throws IOException {
    MailboxView inbox = inbox(account.id());
    Email email = post.emails().get(account.id(), inbox.get(inbox.size() - 1).email());
    return newest(account, email.prefix().length);
  }

  @Override
  public void close() {
    server.close();
    wire.close();
    blobs.close();
  }

  /**
   * Remembers what it takes, and delivers at once. Knows one address of mail that was forwarded:
   * {@code SRS0=good@mx.example.test}.
   */
  private record Listening(List<QueuedMail> queued, RuledDelivery delivery, ReportBox reported)
      implements MailQueue {
    @Override
    public Optional<String> report(String domain, Arriving.Arrived message, List<Reason> reasons)
        throws IOException {
      return reported.take(domain, message, reasons);
    }

    @Override
    public void unreadable(String domain, MessageStructure message, String why) {
      reported.unreadable(domain, message, why);
    }

    @Override
    public void accept(QueuedMail mail) {
      queued.add(mail);
    }

    @Override
    public Optional<EmailAddress> forwardedFor(EmailAddress address) {
      return address.toString().equals("SRS0=good@mx.example.test")
          ? EmailAddress.parse("eve@example.org")
          : Optional.empty();
    }

    @Override
    public void deliver(
        AccountId account,
        Optional<EmailAddress> from,
        EmailAddress to,
        NewMessage message,
        String key) {
      delivery.deliver(new Arrival(account, from, to, message, key, false));
    }
  }
}
