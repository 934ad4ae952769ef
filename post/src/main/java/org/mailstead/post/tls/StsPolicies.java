package org.mailstead.post.tls;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.formats.transport.StsRecord;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.StsPolicyRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/**
 * The policies of domains that mail goes to (RFC 8461): fetched when a domain is first met or its
 * record changes, kept as rows for as long as they allow, and renewed each day while they are used,
 * so that nobody who cuts us off from the web server makes us forget one.
 */
public final class StsPolicies {
  private static final System.Logger LOG = System.getLogger(StsPolicies.class.getName());

  /** The kind of the timer that renews policies. */
  private static final String RENEW = "sts.renew";

  private static final Duration RENEW_FIRST = Duration.ofHours(2);
  private static final Duration DAY = Duration.ofDays(1);

  /** A policy that no mail has needed for so long is left to grow old. */
  private static final Duration UNUSED = Duration.ofDays(30);

  /** RFC 8461 section 3.3 */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  private static final int MOST_PAUSES = 10_000;
  private static final int RENEWALS_AT_ONCE = 8;

  private final Accounts store;
  private final Timers timers;
  private final Resolver resolver;
  private final PolicySource source;
  private final InstantSource clock;
  private final Map<String, CompletableFuture<Known>> running = new ConcurrentHashMap<>();
  // Guarded by itself; the oldest first.
  private final Map<String, Failure> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
          return size() > MOST_PAUSES;
        }
      };

  private record Failure(Instant until, TlsProblem problem) {}

  /**
   * What is known of a domain's policy.
   *
   * @param policy empty when it has none, or one in mode none
   * @param problem why none, or no newer one, could be had
   */
  public record Known(Optional<StsPolicy> policy, Optional<TlsProblem> problem) {
    static final Known NOTHING = new Known(Optional.empty(), Optional.empty());
  }

  public StsPolicies(
      Accounts store, Timers timers, Resolver resolver, PolicySource source, InstantSource clock) {
    this.store = store;
    this.timers = timers;
    this.resolver = resolver;
    this.source = source;
    this.clock = clock;
    timers.on(RENEW, this::renew);
  }

  /** Plans the renewals. */
  public void start() {
    timers.set(new Timers.Timer(RENEW, RENEW, clock.instant().plus(RENEW_FIRST)));
  }

  /** The policy that counts now; may take a minute when it has to be fetched. */
  public Known find(String domain) {
    Optional<StsPolicyRow> stored = stored(domain).filter(this::isValid);
    Optional<String> id = published(domain);
    Known known = stored.map(StsPolicies::known).orElse(Known.NOTHING);
    if (id.isPresent() && !id.equals(stored.map(StsPolicyRow::getRecordId))) {
      known = fetched(domain, id.get(), known);
    } else {
      stored.ifPresent(this::used);
    }
    return known;
  }

  private Optional<StsPolicyRow> stored(String domain) {
    return store
        .read(TlsKeys.shard(domain))
        .get(TlsKeys.policy(domain))
        .map(value -> Row.read(value, StsPolicyRow.parser()));
  }

  private boolean isValid(StsPolicyRow row) {
    Instant fetched = Instant.ofEpochMilli(row.getFetchedMs());
    return clock.instant().isBefore(fetched.plusSeconds(row.getMaxAgeS()));
  }

  /** The id in the DNS; empty also when the DNS does not answer, and then what is stored counts. */
  private Optional<String> published(String domain) {
    return resolver.txt("_mta-sts." + domain) instanceof Answer.Found<String> found
        ? StsRecord.find(found.records()).map(StsRecord::id)
        : Optional.empty();
  }

  private static Known known(StsPolicyRow row) {
    StsPolicy policy = policy(row);
    return policy.mode() == StsPolicy.Mode.NONE
        ? Known.NOTHING
        : new Known(Optional.of(policy), Optional.empty());
  }

  private static StsPolicy policy(StsPolicyRow row) {
    return new StsPolicy(
        StsPolicy.Mode.valueOf(row.getMode().toUpperCase(Locale.ROOT)),
        Duration.ofSeconds(row.getMaxAgeS()),
        row.getMxList());
  }

  /** Many messages for one domain wait for one fetch. */
  private Known fetched(String domain, String id, Known otherwise) {
    Optional<TlsProblem> before = failure(domain);
    if (before.isPresent()) {
      return new Known(otherwise.policy(), before);
    }
    var mine = new CompletableFuture<Known>();
    CompletableFuture<Known> other = running.putIfAbsent(domain, mine);
    if (other != null) {
      return other.join();
    }
    try {
      mine.complete(fetch(domain, id, otherwise));
      return mine.join();
    } catch (RuntimeException e) {
      mine.complete(otherwise);
      throw e;
    } finally {
      running.remove(domain);
    }
  }

  private Optional<TlsProblem> failure(String domain) {
    synchronized (failures) {
      return Optional.ofNullable(failures.get(domain))
          .filter(failure -> clock.instant().isBefore(failure.until()))
          .map(Failure::problem);
    }
  }

  private Known fetch(String domain, String id, Known otherwise) {
    return switch (source.fetch(domain)) {
      case PolicySource.Fetched.Got(StsPolicy policy) -> {
        StsPolicyRow row = row(domain, id, policy);
        store.update(
            TlsKeys.shard(domain), draft -> draft.put(TlsKeys.policy(domain), Row.write(row)));
        LOG.log(INFO, "MTA-STS policy of {0}: {1}", domain, policy.mode().word());
        yield known(row);
      }
      case PolicySource.Fetched.Failed(TlsProblem problem) -> {
        synchronized (failures) {
          failures.remove(domain);
          failures.put(domain, new Failure(clock.instant().plus(PAUSE), problem));
        }
        LOG.log(INFO, "no MTA-STS policy of {0}: {1}", domain, problem.why());
        yield new Known(otherwise.policy(), Optional.of(problem));
      }
    };
  }

  private StsPolicyRow row(String domain, String id, StsPolicy policy) {
    return StsPolicyRow.newBuilder()
        .setDomain(domain)
        .setRecordId(id)
        .setMode(policy.mode().word())
        .addAllMx(policy.mx())
        .setMaxAgeS(policy.maxAge().toSeconds())
        .setFetchedMs(clock.millis())
        .setUsedMs(clock.millis())
        .build();
  }

  /** Notes that it was needed, once a day. */
  private void used(StsPolicyRow row) {
    if (clock.millis() - row.getUsedMs() < DAY.toMillis()) {
      return;
    }
    long now = clock.millis();
    store.update(
        TlsKeys.shard(row.getDomain()),
        draft ->
            draft
                .get(TlsKeys.policy(row.getDomain()))
                .map(value -> Row.read(value, StsPolicyRow.parser()))
                .ifPresent(found ->
                    draft.put(
                        TlsKeys.policy(row.getDomain()),
                        Row.write(found.toBuilder().setUsedMs(now).build()))));
  }

  /** Fetches those again that are in use and a day old, and forgets those that are over. */
  private void renew(Timers.Timer timer) {
    List<StsPolicyRow> rows = new ArrayList<>();
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      store
          .read(new Partition(Partition.Kind.QUEUE, shard))
          .each(
              KeyRange.collection(TlsKeys.POLICY),
              entry -> rows.add(Row.read(entry.value(), StsPolicyRow.parser())));
    }
    var permits = new Semaphore(RENEWALS_AT_ONCE);
    List<Thread> threads = new ArrayList<>();
    for (StsPolicyRow row : rows) {
      if (!isValid(row)) {
        store.update(
            TlsKeys.shard(row.getDomain()), draft -> draft.delete(TlsKeys.policy(row.getDomain())));
      } else if (isDue(row)) {
        permits.acquireUninterruptibly();
        threads.add(Thread.startVirtualThread(() -> renew(row, permits)));
      }
    }
    threads.forEach(StsPolicies::join);
    timers.set(new Timers.Timer(RENEW, RENEW, clock.instant().plus(DAY)));
  }

  private boolean isDue(StsPolicyRow row) {
    long now = clock.millis();
    return now - row.getUsedMs() < UNUSED.toMillis()
        && now - row.getFetchedMs() >= DAY.dividedBy(2).toMillis();
  }

  private void renew(StsPolicyRow row, Semaphore permits) {
    try {
      // Without a record there may be a new policy all the same: only the web server knows.
      String id = published(row.getDomain()).orElse(row.getRecordId());
      if (source.fetch(row.getDomain()) instanceof PolicySource.Fetched.Got(StsPolicy policy)) {
        StsPolicyRow next =
            row(row.getDomain(), id, policy).toBuilder().setUsedMs(row.getUsedMs()).build();
        store.update(
            TlsKeys.shard(row.getDomain()),
            draft -> draft.put(TlsKeys.policy(row.getDomain()), Row.write(next)));
      }
    } finally {
      permits.release();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
