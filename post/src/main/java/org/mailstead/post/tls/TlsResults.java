package org.mailstead.post.tls;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mailstead.post.rows.TlsTallyRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.wire.dns.Tlsa;

/**
 * Counts how connections to other servers go, for reports (RFC 8460). Counted in memory and added
 * to rows every few minutes: a crash may lose some counts, and no mail waits for them.
 */
public final class TlsResults {
  private static final System.Logger LOG = System.getLogger(TlsResults.class.getName());
  private static final Duration FLUSH = Duration.ofMinutes(5);

  /** Domains beyond that are not counted until the next flush. */
  private static final int MOST = 10_000;

  private static final int MOST_LINES = 50;

  private final Accounts store;
  private final InstantSource clock;
  private final Map<Kept, TlsTally> tallies = new ConcurrentHashMap<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private volatile Instant flushed;

  private record Kept(String domain, long day, String type) {}

  public TlsResults(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.flushed = clock.instant();
  }

  /** The day of a time, in UTC. */
  static long day(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), DAY_SECONDS);
  }

  static final long DAY_SECONDS = 86_400;

  /**
   * A connection, or why there was none.
   *
   * @param problem empty when it was as it had to be
   */
  public void session(
      String domain, Demand demand, String mxHost, String address, Optional<TlsProblem> problem) {
    if (demand instanceof Demand.Named) {
      return; // no server of the domain
    }
    TlsTally tally =
        switch (demand) {
          case Demand.Opportunistic() -> tally(domain, "no-policy-found", List.of(), List.of());
          case Demand.Encrypted(List<Tlsa> records) ->
              tally(domain, "tlsa", lines(records), List.of());
          case Demand.Dane(_, var records, _) ->
              tally(domain, "tlsa", lines(records.usable()), List.of());
          case Demand.Named _, Demand.Unusable _ -> tally(domain, "tlsa", List.of(), List.of());
          case Demand.Sts(var policy, _) -> tally(domain, "sts", policy.lines(), policy.mx());
        };
    problem.ifPresentOrElse(wrong -> tally.failed(wrong, mxHost, address), () -> tally.succeeded());
    flushSometimes();
  }

  /** A policy that could not be had. */
  public void policy(String domain, TlsProblem problem) {
    tally(domain, "sts", List.of(), List.of()).failed(problem, "", "");
    flushSometimes();
  }

  private static List<String> lines(List<Tlsa> records) {
    return records.stream()
        .map(r -> r.usage() + " " + r.selector() + " " + r.matchingType() + " " + r.data())
        .toList();
  }

  private TlsTally tally(String domain, String type, List<String> policy, List<String> mx) {
    var fresh = new TlsTally(few(policy), few(mx));
    if (tallies.size() >= MOST) {
      return fresh; // and forgotten
    }
    TlsTally known = tallies.putIfAbsent(new Kept(domain, day(clock.instant()), type), fresh);
    return known == null ? fresh : known;
  }

  private static List<String> few(List<String> lines) {
    return lines.subList(0, Math.min(MOST_LINES, lines.size()));
  }

  private void flushSometimes() {
    if (clock.instant().isAfter(flushed.plus(FLUSH)) && flushing.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        try {
          flush();
        } finally {
          flushing.set(false);
        }
      });
    }
  }

  /** Adds to the rows what was counted. */
  public synchronized void flush() {
    flushed = clock.instant();
    for (Kept kept : List.copyOf(tallies.keySet())) {
      TlsTally tally = tallies.remove(kept);
      try {
        if (tally != null) {
          add(kept, tally);
        }
      } catch (RuntimeException e) {
        // A full disk, or a dying one: mail itself tells the operator louder.
        LOG.log(WARNING, "counts of TLS to {0} are lost: {1}", kept.domain(), e.getMessage());
      }
    }
  }

  private void add(Kept kept, TlsTally tally) {
    store.update(
        TlsKeys.shard(kept.domain()),
        draft -> {
          var key = TlsKeys.tally(kept.domain(), kept.day(), kept.type());
          TlsTallyRow row =
              draft
                  .get(key)
                  .map(value -> Row.read(value, TlsTallyRow.parser()))
                  .orElseGet(() ->
                      TlsTallyRow.newBuilder()
                          .setDomain(kept.domain())
                          .setDay(kept.day())
                          .setPolicyType(kept.type())
                          .build());
          draft.put(key, Row.write(tally.addedTo(row)));
        });
  }
}
