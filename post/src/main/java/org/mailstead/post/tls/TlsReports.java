package org.mailstead.post.tls;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.mailstead.formats.report.OutgoingTlsReport;
import org.mailstead.formats.report.TlsReportWriter;
import org.mailstead.formats.transport.TlsReportAddress;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.DomainKeys;
import org.mailstead.identity.Recipient;
import org.mailstead.post.Arriving;
import org.mailstead.post.Intake;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.TlsTallyRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.wire.HttpReply;
import org.mailstead.wire.HttpsCalls;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * Tells domains that want to hear it how our mail to them was encrypted, each day for the day
 * before (RFC 8460). What cannot be told is dropped: no mail depends on it.
 */
public final class TlsReports {
  private static final System.Logger LOG = System.getLogger(TlsReports.class.getName());

  /** The kind of the timer that sends reports. */
  private static final String TIMER = "tls.reports";

  /** RFC 8460 section 4.2: not all of the world at midnight. */
  private static final Duration SPREAD = Duration.ofHours(4);

  private static final String TYPE = "application/tlsrpt+gzip";
  private static final int MAX_ANSWER = 64 << 10;

  private final Accounts store;
  private final Timers timers;
  private final Resolver resolver;
  private final HttpsCalls web;
  private final Intake intake;
  private final Directory directory;
  private final TlsResults results;
  private final TlsReportMail mail;
  private final String hostname;
  private final InstantSource clock;
  private final Consumer<QueuedMail> queue;
  private final BooleanSupplier wanted;

  /**
   * @param wanted whether reports are sent at all, as it is just now
   */
  public TlsReports(
      Accounts store,
      Timers timers,
      Resolver resolver,
      HttpsCalls web,
      Intake intake,
      Directory directory,
      TlsResults results,
      String hostname,
      InstantSource clock,
      BooleanSupplier wanted,
      Consumer<QueuedMail> queue) {
    this.wanted = wanted;
    this.store = store;
    this.timers = timers;
    this.resolver = resolver;
    this.web = web;
    this.intake = intake;
    this.directory = directory;
    this.results = results;
    this.mail = new TlsReportMail(hostname, new DomainKeys(directory), clock);
    this.hostname = hostname;
    this.clock = clock;
    this.queue = queue;
    timers.on(TIMER, this::send);
  }

  /** Plans the next reports. */
  public void start() {
    long next = (TlsResults.day(clock.instant()) + 1) * TlsResults.DAY_SECONDS;
    long spread = ThreadLocalRandom.current().nextLong(SPREAD.toSeconds());
    timers.set(new Timers.Timer(TIMER, TIMER, Instant.ofEpochSecond(next + spread)));
  }

  private void send(Timers.Timer timer) {
    results.flush();
    long today = TlsResults.day(clock.instant());
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      var partition = new Partition(Partition.Kind.QUEUE, shard);
      Map<String, List<TlsTallyRow>> over = new LinkedHashMap<>();
      store
          .read(partition)
          .each(
              KeyRange.groups(TlsKeys.TALLY, 0, today - 1),
              entry -> {
                TlsTallyRow row = Row.read(entry.value(), TlsTallyRow.parser());
                String name = row.getDomain() + " " + row.getDay();
                over.computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
              });
      over.values().forEach(this::told);
    }
    start();
  }

  /** Reports of one domain and day; then its rows go. */
  private void told(List<TlsTallyRow> rows) {
    String domain = rows.getFirst().getDomain();
    try {
      if (wanted.getAsBoolean()) {
        tell(domain, rows);
      }
    } catch (IOException | Refused e) {
      LOG.log(WARNING, "the TLS report for {0} is dropped: {1}", domain, e.getMessage());
    }
    store.update(
        TlsKeys.shard(domain),
        draft -> {
          draft.useReserve();
          rows.forEach(
              row -> draft.delete(TlsKeys.tally(domain, row.getDay(), row.getPolicyType())));
        });
  }

  private void tell(String domain, List<TlsTallyRow> rows) throws IOException {
    List<TlsReportAddress> addresses =
        TlsReportAddress.find(resolver.txt("_smtp._tls." + domain).records());
    Optional<Domain> ours = directory.domains().stream().findFirst();
    if (addresses.isEmpty() || ours.isEmpty()) {
      return;
    }
    var from = new EmailAddress("postmaster", ours.get().name());
    OutgoingTlsReport report = report(domain, rows, from);
    byte[] file = TlsReportWriter.write(report);
    for (TlsReportAddress address : addresses) {
      switch (address) {
        case TlsReportAddress.Mail(String text) -> {
          Optional<EmailAddress> to = EmailAddress.parse(text).filter(a -> !a.needsUtf8());
          if (to.isPresent()) {
            post(from, to.get(), domain, report, file);
          }
        }
        case TlsReportAddress.Web(String host, String path) -> put(host, path, domain, file);
      }
    }
  }

  private OutgoingTlsReport report(String domain, List<TlsTallyRow> rows, EmailAddress contact) {
    long day = rows.getFirst().getDay();
    Instant start = Instant.ofEpochSecond(day * TlsResults.DAY_SECONDS);
    // The same report has the same id, so that a crash sends none twice.
    String id = HexFormat.of().formatHex(TlsKeys.hash(domain + " " + day), 0, 12);
    return new OutgoingTlsReport(
        hostname,
        "mailto:" + contact,
        id + "@" + hostname,
        start,
        start.plusSeconds(TlsResults.DAY_SECONDS - 1),
        rows.stream().map(row -> policy(domain, row)).toList());
  }

  private static OutgoingTlsReport.Policy policy(String domain, TlsTallyRow row) {
    return new OutgoingTlsReport.Policy(
        row.getPolicyType(),
        row.getPolicyList(),
        domain,
        row.getMxList(),
        row.getSuccesses(),
        row.getFailed(),
        row.getFailuresList().stream()
            .map(one ->
                new OutgoingTlsReport.Failure(
                    one.getResult(),
                    one.getMxHost(),
                    one.getAddress(),
                    one.getReason(),
                    one.getSessions()))
            .toList());
  }

  private void put(String host, String path, String domain, byte[] file) {
    try {
      HttpReply reply = web.post(host, path, TYPE, file, MAX_ANSWER);
      LOG.log(INFO, "TLS report for {0} posted: {1}", domain, reply.status());
    } catch (IOException e) {
      LOG.log(WARNING, "the TLS report for {0} was not posted: {1}", domain, e.getMessage());
    }
  }

  private void post(
      EmailAddress from, EmailAddress to, String domain, OutgoingTlsReport report, byte[] file)
      throws IOException {
    List<QueuedMail.To> recipients = recipients(to);
    if (recipients.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    byte[] message = mail.write(from, to, domain, report, file, now);
    try (Arriving arriving = intake.begin(TenantId.FIRST)) {
      arriving.write(message, 0, message.length);
      queue.accept(
          new QueuedMail(
              report.id() + "-" + HexFormat.of().formatHex(TlsKeys.hash(to.toString()), 0, 6),
              Optional.empty(),
              arriving.finish().body(),
              new byte[0],
              Optional.empty(),
              now,
              // RFC 8460 section 3: it tells of what is wrong, so it must come through.
              QueuedMail.Options.PLAIN.with(QueuedMail.Tls.OPTIONAL),
              recipients));
    }
  }

  private List<QueuedMail.To> recipients(EmailAddress to) {
    return switch (directory.resolve(to)) {
      case Recipient.Local(var accounts, _, var why) ->
          accounts.stream()
              .map(account -> to(to, new QueuedMail.Target.Here(account, why)))
              .toList();
      case Recipient.Elsewhere() -> List.of(to(to, new QueuedMail.Target.Elsewhere()));
      case Recipient.Nobody(), Recipient.Reports _ -> List.of();
    };
  }

  private static QueuedMail.To to(EmailAddress address, QueuedMail.Target target) {
    return new QueuedMail.To(address, target, "", Set.of(QueuedMail.Notify.NEVER));
  }
}
