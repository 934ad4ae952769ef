package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.identity.Directory;
import org.mailstead.post.Arriving;
import org.mailstead.post.BlobOctets;
import org.mailstead.post.MailQueue;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Passage;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Reason;
import org.mailstead.post.Snoozes;
import org.mailstead.post.Timers;
import org.mailstead.post.reports.ReportBox;
import org.mailstead.post.route.RouteTable;
import org.mailstead.post.rules.Arrival;
import org.mailstead.post.rules.MailboxEvents;
import org.mailstead.post.rules.RuledDelivery;
import org.mailstead.post.rules.Sweeps;
import org.mailstead.post.sending.Notice;
import org.mailstead.post.sending.SendingWatch;
import org.mailstead.post.sending.Submission;
import org.mailstead.post.tls.PolicySource;
import org.mailstead.post.tls.StsPolicies;
import org.mailstead.post.tls.TlsReports;
import org.mailstead.post.tls.TlsResults;
import org.mailstead.post.tls.WebPolicies;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.HourlyCounts;
import org.mailstead.wire.Connector;
import org.mailstead.wire.HttpsCalls;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Mail on its way. What is accepted is durable with all its recipients; rounds of attempts follow,
 * each told to the store before the next, until every recipient has it or its sender a report.
 *
 * <p>What a crash can do: a mailbox of ours gets a message once, because a delivery is known by the
 * message's id and the account. Another server can get one twice, if the crash falls between its
 * 250 and our commit that notes it; SMTP has no remedy for that (RFC 5321 section 4.5.5).
 */
public final class Queue implements MailQueue, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Queue.class.getName());

  private static final int HTTPS = 443;

  /** For a report to be posted. */
  private static final Duration REPORT_TIME = Duration.ofMinutes(1);

  private static final Duration BUSY = Duration.ofSeconds(1);

  private final Supplier<QueueConfig> config;
  private final Blobs blobs;
  private final InstantSource clock;
  private final Timers timers;
  private final Letters letters;
  private final SentLetters sent;
  private final Bounces bounces;
  private final Rounds rounds;
  private final StsPolicies policies;
  private final TlsResults results;
  private final TlsReports tlsReports;
  private final Outbound outbound;
  private final Suppressions suppressions;
  private final Srs srs;
  private final RuledDelivery delivery;
  private final HourlyCounts counts;
  private final Traces traces;
  private final ReportBox reported;
  private final SendingWatch senders;
  private final Snoozes snoozes;
  private final Sweeps sweeps;
  private final MailboxEvents events;
  private final RouteTable routes;
  private final Signature signature;
  private final Tidying tidying;
  private final QueueControl control;
  private final Set<String> working = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean sends = new AtomicBoolean();
  private volatile boolean closed;

  public Queue(
      Accounts accounts,
      Blobs blobs,
      Post post,
      Directory directory,
      Timers timers,
      Resolver resolver,
      Connector connector,
      Supplier<QueueConfig> config,
      Forwarding forwarding,
      InstantSource clock) {
    this(
        accounts,
        blobs,
        post,
        directory,
        timers,
        resolver,
        connector,
        new WebPolicies(resolver, connector, HTTPS),
        config,
        forwarding,
        clock);
  }

  Queue(
      Accounts accounts,
      Blobs blobs,
      Post post,
      Directory directory,
      Timers timers,
      Resolver resolver,
      Connector connector,
      PolicySource source,
      Supplier<QueueConfig> config,
      Forwarding forwarding,
      InstantSource clock) {
    this.config = config;
    QueueConfig first = config.get();
    Supplier<Duration> traced = () -> config.get().traced();
    this.srs = forwarding.srs();
    this.blobs = blobs;
    this.signature = new Signature(forwarding.keys(), blobs);
    this.clock = clock;
    this.timers = timers;
    this.sent = new SentLetters(accounts, traced, clock);
    this.letters = new Letters(accounts, sent, clock);
    this.policies = new StsPolicies(accounts, timers, resolver, source, clock);
    this.results = new TlsResults(accounts, clock);
    this.outbound =
        new Outbound(resolver, connector, policies, results, first, SmtpTimes.STANDARD, clock);
    this.tlsReports =
        new TlsReports(
            accounts,
            timers,
            resolver,
            new HttpsCalls(resolver, connector, HTTPS, REPORT_TIME),
            post.intake(),
            directory,
            results,
            first.hostname(),
            clock,
            () -> config.get().tlsReports(),
            this::own);
    this.suppressions = new Suppressions(accounts, clock);
    this.routes = new RouteTable(accounts);
    this.counts = post.counts();
    this.traces = new Traces(accounts, traced, clock);
    this.snoozes = new Snoozes(post, timers, clock);
    this.sweeps = new Sweeps(post, timers, clock);
    this.delivery =
        new RuledDelivery(
            post,
            snoozes,
            sweeps,
            directory,
            blobs,
            this::own,
            traces::note,
            first.hostname(),
            clock);
    var local = new LocalDelivery(delivery, directory, blobs, clock);
    var reports =
        new Reports(
            letters,
            blobs,
            post.intake(),
            directory,
            new ReportText(config),
            clock,
            this::own,
            traces);
    BounceNames names = srs.bounceNames();
    var submitted = new Submitted(post.records());
    this.bounces = new Bounces(names, letters, sent, suppressions, traces, submitted, clock);
    this.senders =
        new SendingWatch(
            accounts,
            directory,
            sender -> config.get().ownSenders().of(sender),
            new Notice(post, directory, first.hostname(), clock),
            clock);
    this.events =
        new MailboxEvents(post, snoozes, directory, first.hostname(), clock, this::sendFor);
    this.reported = new ReportBox(accounts, blobs, directory, clock);
    this.rounds =
        new Rounds(
            letters,
            blobs,
            local,
            new Departures(
                outbound,
                routes,
                forwarding,
                suppressions,
                traces,
                () -> config.get().sending(),
                clock),
            reports,
            submitted,
            suppressions,
            traces,
            senders,
            counts,
            config,
            clock);
    this.control =
        new QueueControl(
            letters, blobs, timers, outbound.destinations(), senders, traces, submitted, clock);
    timers.on(Letters.TIMER, this::due);
    this.tidying = new Tidying(letters, suppressions, traces, reported, blobs, timers, clock);
  }

  @Override
  public void accept(QueuedMail mail) {
    if (closed) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "queue.stopping");
    }
    take(mail);
    if (mail.returnPath().isEmpty() && mail.sender().isEmpty()) {
      bounces.look(
          new BlobOctets(mail.body(), blobs),
          Optional.empty(),
          mail.recipients().stream().map(QueuedMail.To::address).toList());
    }
  }

  @Override
  public void deliveredAtOnce(
      AccountId sender, Optional<EmailAddress> from, String id, EmailAddress to, AccountId where) {
    if (from.isEmpty() || config.get().traced().isZero()) {
      return;
    }
    Thread.startVirtualThread(() -> {
      try {
        sent.delivered(sender, from.get(), id, to, where);
      } catch (RuntimeException e) {
        LOG.log(WARNING, "what became of " + id + " cannot be kept", e);
      }
    });
  }

  /** What became of what an account sent, the newest first, at most so many. */
  public List<SentMessage> sent(AccountId account, int most) {
    return sent.of(account, most).stream().flatMap(id -> sent(account, id).stream()).toList();
  }

  /** What became of one message; empty when it is not known, or the account has not sent it. */
  public Optional<SentMessage> sent(AccountId account, String id) {
    return kept(id)
        .filter(found -> found.sender().equals(Optional.of(account)))
        .map(SentMessage::of);
  }

  /** Takes back what an account has sent and nobody was given yet; false when it is too late. */
  boolean withdraw(AccountId account, String id) {
    if (!working.add(id)) {
      return false; // it is on its way just now
    }
    try {
      Optional<Letter> letter =
          letters
              .find(id)
              .filter(found -> found.sender().equals(Optional.of(account)))
              .filter(found ->
                  found.recipients().stream()
                      .allMatch(to -> to.isOpen() && to.row().getAttempts() == 0));
      if (letter.isEmpty()) {
        return false;
      }
      traces.note(id, "its sender takes it back");
      timers.unschedule(Letters.TIMER, id);
      return letters.delete(id);
    } finally {
      working.remove(id);
    }
  }

  /** A message whose end is or will be kept, whoever sent it. */
  Optional<Letter> kept(String id) {
    return letters.find(id).filter(sent::keeps).or(() -> sent.find(id));
  }

  @Override
  public void check(EmailAddress to) {
    suppressions
        .find(to)
        .ifPresent(entry -> {
          throw new Refused(Problem.Kind.REFUSED, "queue.suppressed", entry.why());
        });
  }

  @Override
  public void mayBegin(AccountId sender) {
    senders.mayBegin(sender);
  }

  @Override
  public void admit(Submission submission) {
    senders.admit(submission);
  }

  @Override
  public Optional<EmailAddress> forwardedFor(EmailAddress address) {
    return srs.back(address);
  }

  @Override
  public void passed(Passage passage) {
    if (passage.fate() == Passage.Fate.REFUSED) {
      counts.add("refused");
    }
    traces.passed(passage);
  }

  @Override
  public Optional<String> report(String domain, Arriving.Arrived message, List<Reason> reasons)
      throws IOException {
    return reported.take(domain, message, reasons);
  }

  @Override
  public void unreadable(String domain, MessageStructure message, String why) {
    reported.unreadable(domain, message, why);
  }

  /** What other servers report. */
  public ReportBox reported() {
    return reported;
  }

  /** Runs scripts when something happens in a mailbox. */
  public MailboxEvents events() {
    return events;
  }

  /** What lies aside for a while. */
  public Snoozes snoozes() {
    return snoozes;
  }

  public Sweeps sweeps() {
    return sweeps;
  }

  /** What an account's scripts send because of what its owner did counts as the owner's. */
  private void sendFor(AccountId account, QueuedMail mail) {
    long octets = mail.body().size() + mail.prefix().length;
    senders.admit(new Submission(account, Optional.empty(), mail.recipients().size(), octets));
    own(mail);
  }

  /** What our own people send. */
  public SendingWatch senders() {
    return senders;
  }

  /** What is in it, and what an operator does to that. */
  public QueueControl control() {
    return control;
  }

  public RouteTable routes() {
    return routes;
  }

  /**
   * Tells step by step what would happen to mail, up to the point where it would be said.
   *
   * @param from the sender's domain; empty for that of nobody
   */
  public List<String> probe(String from, String to) {
    return new Probe(outbound, routes).tell(from, to);
  }

  public Traces traces() {
    return traces;
  }

  public Suppressions suppressions() {
    return suppressions;
  }

  @Override
  public void deliver(
      AccountId account,
      Optional<EmailAddress> from,
      EmailAddress to,
      NewMessage message,
      String key) {
    if (closed) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "queue.stopping");
    }
    delivery.deliver(new Arrival(account, from, to, message, key, false));
    if (from.isEmpty()) {
      bounces.look(
          new BlobOctets(message.body(), blobs), Optional.of(message.structure()), List.of(to));
    }
  }

  /** Takes mail that this server made: signs it, and its trace begins here. */
  public void send(QueuedMail written) {
    own(written);
  }

  /** Takes mail that somebody has handed in here, and that was found to be his. */
  void handedIn(QueuedMail written) {
    take(signature.signed(written), "handed in by a client of this server");
  }

  private void own(QueuedMail written) {
    take(signature.sign(written), "made by this server");
  }

  private void take(QueuedMail mail, String how) {
    take(mail);
    traces.passed(
        new Passage(
            mail.id(),
            clock.instant(),
            mail.returnPath(),
            mail.recipients().stream().map(QueuedMail.To::address).toList(),
            "",
            Passage.Fate.MADE,
            how));
  }

  private void take(QueuedMail mail) {
    Instant now = clock.instant();
    boolean sending = config.get().sending();
    boolean anything =
        sending
            || mail.recipients().stream()
                .anyMatch(to -> to.target() instanceof QueuedMail.Target.Here);
    Instant begin = QueuedRows.begin(mail);
    Optional<Instant> due =
        anything ? Optional.of(begin.isAfter(now) ? begin : now) : Optional.empty();
    if (letters.add(mail, due, sending)) {
      due.ifPresent(at -> timers.schedule(Letters.timer(mail, at)));
    }
    if (!sending && config.get().sending()) { // switched on meanwhile, and looked for too early
      letters.sendable(control::wake);
    }
  }

  /** Takes up what was held while sending was off. Start the timers after it. */
  public void start() {
    followSending();
    tidying.start();
    traces.start();
    routes.all().stream()
        .flatMap(route -> route.pool().sources().stream())
        .filter(source -> !source.isHere())
        .forEach(source ->
            LOG.log(WARNING, "a route sends from {0}, which this machine has not", source));
    LOG.log(INFO, "queue starts, sending={0}", config.get().sending());
  }

  /** Looks whether mail leaves by now: then what was held goes on its way. */
  public void followSending() {
    boolean now = config.get().sending();
    if (sends.getAndSet(now) == now || !now || closed) {
      return;
    }
    try {
      letters.sendable(control::wake);
      policies.start();
      tlsReports.start();
    } catch (Refused e) {
      sends.set(false); // the next look tries it again
      LOG.log(WARNING, "what was held does not leave yet", e);
    }
  }

  /** Whether nothing is being done or due now. */
  boolean isQuiet() {
    return timers.isQuiet();
  }

  private void due(Timers.Timer timer) {
    String id = timer.id();
    if (closed) {
      return; // the row stays, and the next start finds it
    }
    if (!working.add(id)) {
      timers.postpone(timer.at(clock.instant().plus(BUSY)));
      return;
    }
    try {
      rounds.work(timer).ifPresent(timers::schedule);
    } finally {
      working.remove(id);
    }
  }

  /** Takes nothing any more and waits a while for the deliveries under way. */
  @Override
  public void close() {
    closed = true;
    LOG.log(INFO, "queue stops, deliveries under way: {0}", working.size());
    outbound.close();
    sweeps.close();
    results.flush();
    for (int i = 0; i < 100 && !working.isEmpty(); i++) {
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    traces.close();
    senders.close();
  }
}
