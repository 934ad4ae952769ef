package org.mailstead.post.reports;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.report.DmarcReport;
import org.mailstead.formats.report.FeedbackReport;
import org.mailstead.formats.report.TlsReport;
import org.mailstead.formats.report.UnreadableReport;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.post.Arriving;
import org.mailstead.post.BlobOctets;
import org.mailstead.post.Reason;
import org.mailstead.post.rows.ReportRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Keeps what other servers report to {@code reports@} a domain of ours: 400 days, and a number of
 * reports for each domain, of which the oldest go. What nobody proves to have sent is kept apart
 * and told apart, since anybody can write a report.
 */
public final class ReportBox {
  /** Of a domain, that are proven; ten large senders and two kinds make some 7,000 a year. */
  static final int MOST_PROVEN = 8_000;

  /** Of a domain, that anybody may have written. */
  static final int MOST_UNPROVEN = 1_000;

  private static final Duration KEPT = Duration.ofDays(400);
  private static final int PAGE = 100;

  /** Reading one can take some hundred megabytes for a moment; a burst waits. */
  private static final int AT_ONCE = 2;

  private final Accounts store;
  private final Blobs blobs;
  private final Directory directory;
  private final InstantSource clock;
  private final Semaphore reading = new Semaphore(AT_ONCE);

  public ReportBox(Accounts store, Blobs blobs, Directory directory, InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Takes a report: durable when it returns. The same report again changes nothing.
   *
   * @param domain to whose reports address it came
   * @param reasons what was found about who sent it
   * @return why it cannot be read; empty when it is kept
   */
  public Optional<String> take(String domain, Arriving.Arrived message, List<Reason> reasons)
      throws IOException {
    MessageStructure structure = message.structure();
    Optional<String> proven = Proof.of(structure, reasons);
    try {
      ReportRow.Builder row = read(domain, message);
      row.setProven(proven.orElse(""));
      keep(row);
      return Optional.empty();
    } catch (UnreadableReport e) {
      return Optional.of(e.why());
    }
  }

  /** Notes that something came which is no report that can be read. */
  public void unreadable(String domain, MessageStructure message, String why) {
    String id = ReportRows.shown(message.field("Message-ID").map(Object::toString).orElse(""));
    String from = message.envelope().from().stream().findFirst().map(ReportBox::address).orElse("");
    keep(
        ReportRow.newBuilder()
            .setDomain(domain)
            .setReporter(ReportRows.shown(from))
            .setId(id)
            .setBeginMs(clock.millis())
            .setEndMs(clock.millis())
            .setUnreadable(ReportRows.shown(why)));
  }

  private static String address(Address address) {
    return address instanceof Address.Mailbox one ? one.address() : "";
  }

  private ReportRow.Builder read(String domain, Arriving.Arrived message)
      throws UnreadableReport, IOException {
    var recognition = new Recognition(message.structure(), new BlobOctets(message.body(), blobs));
    Recognition.Found found;
    try {
      reading.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Problem.Kind.UNAVAILABLE, "queue.stopping");
    }
    try {
      found = recognition.find();
    } finally {
      reading.release();
    }
    return switch (found.report()) {
      case DmarcReport report -> ReportRows.of(report).setDomain(own(report.domain()));
      case TlsReport report ->
          ReportRows.of(report).setDomain(own(report.policies().getFirst().domain()));
      case FeedbackReport report ->
          ReportRows.of(report, found.author(), found.messageId())
              .setDomain(domain)
              .setId(ReportRows.shown(recognition.ownId()))
              .setBeginMs(clock.millis())
              .setEndMs(clock.millis());
    };
  }

  /** The domain of ours that a report is about: that, or the nearest above it. */
  private String own(String about) throws UnreadableReport {
    for (String name = about; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
      Optional<Domain> domain = directory.domain(name);
      if (domain.isPresent()) {
        return domain.get().name();
      }
    }
    throw new UnreadableReport("it is about a domain that is not ours");
  }

  private void keep(ReportRow.Builder made) {
    ReportRow row = made.setArrivedMs(clock.millis()).build();
    boolean proven = !row.getProven().isEmpty();
    long group = ReportKeys.group(row.getDomain());
    // Nobody takes the place of a report that another is proven to have sent.
    String who = proven ? row.getProven() : "?" + row.getReporter();
    byte[] name = ReportKeys.name(row.getContentCase().name(), who, row.getId());
    store.update(
        ReportKeys.PARTITION,
        draft -> {
          if (draft.get(ReportKeys.report(group, name)).isEmpty()) {
            draft.put(ReportKeys.report(group, name), Row.write(row));
            draft.put(ReportKeys.index(proven, group, row.getArrivedMs(), name), new byte[0]);
            trim(draft, proven, group);
          }
        });
  }

  private static void trim(Draft draft, boolean proven, long group) {
    int most = proven ? MOST_PROVEN : MOST_UNPROVEN;
    List<Entry> all = draft.scan(ReportKeys.since(proven, group, 0), false, most + 1);
    if (all.size() > most) {
      delete(draft, all.getFirst().key());
    }
  }

  private static void delete(Draft draft, Key index) {
    draft.delete(ReportKeys.report(index));
    draft.delete(index);
  }

  /**
   * What is known of a domain.
   *
   * @param unproven whether to count what anybody may have written, too
   */
  public Summary summary(String domain, Instant since, boolean unproven) {
    Rows rows = store.read(ReportKeys.PARTITION);
    var summing = new Summing(unproven);
    long group = ReportKeys.group(domain);
    for (boolean proven : new boolean[] {true, false}) {
      KeyRange left = ReportKeys.since(proven, group, Math.max(0, since.toEpochMilli()));
      // From the newest back: of what is only listed, the first are kept.
      List<Entry> page = rows.scan(left, true, PAGE);
      while (!page.isEmpty()) {
        List<Key> keys = page.stream().map(entry -> ReportKeys.report(entry.key())).toList();
        rows.multiGet(keys)
            .values()
            .forEach(value -> summing.add(Row.read(value, ReportRow.parser())));
        left = left.after(page.getLast().key(), true);
        page = rows.scan(left, true, PAGE);
      }
    }
    return summing.finish();
  }

  /** Forgets what is too old. */
  public void sweep() {
    long before = clock.instant().minus(KEPT).toEpochMilli();
    List<Key> old = new ArrayList<>();
    Rows rows = store.read(ReportKeys.PARTITION);
    for (int index : new int[] {ReportKeys.PROVEN, ReportKeys.UNPROVEN}) {
      rows.each(
          KeyRange.collection(index),
          entry -> {
            if (ReportKeys.arrived(entry.key()) < before) {
              old.add(entry.key());
            }
          });
    }
    for (int i = 0; i < old.size(); i += PAGE) {
      List<Key> some = old.subList(i, Math.min(old.size(), i + PAGE));
      store.update(ReportKeys.PARTITION, draft -> some.forEach(key -> delete(draft, key)));
    }
  }
}
