package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.mailstead.identity.rows.SignInRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.wire.Network;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/**
 * What was signed in to an account, from where and with what. Programs sign in thousands of times a
 * day, so sign-ins of one kind are counted in one row, and written some seconds late, many at once:
 * a crash loses counts of those seconds, and no sign-in waits for the disk.
 */
public final class History implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(History.class.getName());
  private static final Duration LATE = Duration.ofSeconds(2);
  private static final Duration KEPT = Duration.ofDays(90);

  /** Programs sign in all day long; the audit log is not for that. */
  private static final Duration RECORDED_EVERY = Duration.ofHours(1);

  private static final int MOST_ROWS = 400;
  private static final int MOST_REFUSED_ROWS = 100;
  private static final int MOST_WAITING = 50_000;
  private static final int IPV4_NETWORK = 24;
  private static final int IPV6_NETWORK = 48;
  private static final int HASH_BYTES = 16;

  private final Accounts store;
  private final Secrets secrets;
  private final InstantSource clock;
  private final Map<AccountId, Map<Kind, Count>> waiting = new LinkedHashMap<>();
  private int kinds;
  private boolean flushing;
  private boolean closed;

  /** Told of an account's sign-ins that were of a kind not seen before, with all rows before. */
  private volatile BiConsumer<AccountId, Fresh> listener = (_, _) -> {};

  /** Told of sign-ins that an audit log shall have. */
  private volatile BiConsumer<AccountId, List<SignIn>> recorder = (_, _) -> {};

  /**
   * Sign-ins of a new kind, and what the account knew before.
   *
   * @param recorded those with a browser, and of every other kind one an hour
   */
  record Fresh(List<SignIn> now, List<SignIn> before, List<SignIn> recorded) {}

  private record Kind(
      Protocol protocol, String way, String network, String client, String refused) {}

  private static final class Count {
    final long first;
    String from;
    long last;
    long count;

    Count(long first, String from) {
      this.first = first;
      this.from = from;
    }
  }

  History(Accounts store, Secrets secrets, InstantSource clock) {
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  void listen(BiConsumer<AccountId, Fresh> told) {
    listener = told;
  }

  /** Has somebody told who writes them down for good. */
  void record(BiConsumer<AccountId, List<SignIn>> told) {
    recorder = told;
  }

  void signedIn(AccountId account, Attempt attempt, String way) {
    note(
        account,
        new Kind(attempt.protocol(), way, network(attempt.from()), attempt.client(), ""),
        attempt);
  }

  /**
   * @param why a word for it, such as {@code password}
   */
  void refused(AccountId account, Attempt attempt, String way, String why) {
    // A guesser chooses what he calls himself: his names are not kept.
    note(account, new Kind(attempt.protocol(), way, network(attempt.from()), "", why), attempt);
  }

  static String network(InetAddress from) {
    int bits = from.getAddress().length == 4 ? IPV4_NETWORK : IPV6_NETWORK;
    return new Network(from, bits).toString();
  }

  private synchronized void note(AccountId account, Kind kind, Attempt attempt) {
    Map<Kind, Count> counts = waiting.get(account);
    Count count = counts == null ? null : counts.get(kind);
    String from = attempt.from().getHostAddress();
    if (count == null) {
      if (kinds >= MOST_WAITING || closed) {
        return; // a flood: what is told of it already is enough
      }
      kinds++;
      count = new Count(clock.millis(), from);
      waiting.computeIfAbsent(account, _ -> new HashMap<>()).put(kind, count);
    }
    count.from = from;
    count.last = clock.millis();
    count.count++;
    if (!flushing) {
      flushing = true;
      Thread.ofVirtual().name("sign-ins").start(this::flushLate);
    }
  }

  private void flushLate() {
    try {
      Thread.sleep(LATE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    flush();
  }

  /** Writes what waits. */
  public void flush() {
    Map<AccountId, Map<Kind, Count>> taken;
    synchronized (this) {
      taken = new LinkedHashMap<>(waiting);
      waiting.clear();
      kinds = 0;
      flushing = false;
    }
    taken.forEach((account, counts) -> {
      try {
        Fresh fresh = store.change(Person.of(account), draft -> write(draft, account, counts));
        if (!fresh.now.isEmpty()) {
          listener.accept(account, fresh);
        }
        if (!fresh.recorded.isEmpty()) {
          recorder.accept(account, fresh.recorded);
        }
      } catch (Refused e) {
        LOG.log(WARNING, "sign-ins of {0} are not kept: {1}", account, e.problem());
      }
    });
  }

  private Fresh write(Draft draft, AccountId account, Map<Kind, Count> counts) {
    List<Entry> known = new ArrayList<>();
    draft.each(Person.SIGN_INS, known::add);
    List<SignIn> before = known.stream().map(History::signIn).toList();
    List<SignIn> fresh = new ArrayList<>();
    List<SignIn> recorded = new ArrayList<>();
    counts.forEach((kind, count) -> {
      Key key = key(account, kind);
      Optional<SignInRow> row = draft.get(key).map(History::row);
      SignInRow now =
          row.map(SignInRow::toBuilder)
              .orElseGet(() -> begun(kind, count))
              .setFrom(count.from)
              .setLastMs(count.last)
              .setCount(row.map(SignInRow::getCount).orElse(0L) + count.count)
              .build();
      draft.put(key, Row.write(now));
      if (row.isEmpty()) {
        fresh.add(signIn(now));
      }
      long lately = row.map(SignInRow::getLastMs).orElse(0L);
      if (kind.protocol == Protocol.WEB || count.last - lately >= RECORDED_EVERY.toMillis()) {
        recorded.add(signIn(now));
      }
    });
    if (!fresh.isEmpty()) {
      trim(draft);
    }
    return new Fresh(fresh, before, recorded);
  }

  private static SignInRow.Builder begun(Kind kind, Count count) {
    return SignInRow.newBuilder()
        .setProtocol(kind.protocol.row())
        .setWay(kind.way)
        .setNetwork(kind.network)
        .setClient(kind.client)
        .setRefused(kind.refused)
        .setFirstMs(count.first);
  }

  /** Forgets what is old, and the oldest of too many. Guesses never push sign-ins out. */
  private void trim(Draft draft) {
    List<Entry> all = new ArrayList<>();
    draft.each(Person.SIGN_INS, all::add);
    all.sort(Comparator.comparingLong((Entry entry) -> row(entry.value()).getLastMs()).reversed());
    long oldest = clock.millis() - KEPT.toMillis();
    int good = 0;
    int refused = 0;
    for (Entry entry : all) {
      SignInRow row = row(entry.value());
      boolean over =
          row.getRefused().isEmpty() ? ++good > MOST_ROWS : ++refused > MOST_REFUSED_ROWS;
      if (over || row.getLastMs() < oldest) {
        draft.delete(entry.key());
      }
    }
  }

  private Key key(AccountId account, Kind kind) {
    byte[] hash = secrets.hash("sign-in of " + account, kind.toString().getBytes(UTF_8));
    return Person.signIn(Arrays.copyOf(hash, HASH_BYTES));
  }

  /** Those of the last 90 days, the latest first. */
  public List<SignIn> of(AccountId account) {
    List<SignIn> found = new ArrayList<>();
    store.read(Person.of(account)).each(Person.SIGN_INS, entry -> found.add(signIn(entry)));
    found.sort(Comparator.comparing(SignIn::last).reversed());
    return found;
  }

  private static SignInRow row(byte[] bytes) {
    return Row.read(bytes, SignInRow.parser());
  }

  private static SignIn signIn(Entry entry) {
    return signIn(row(entry.value()));
  }

  private static SignIn signIn(SignInRow row) {
    return new SignIn(
        Protocol.of(row.getProtocol()).orElse(Protocol.WEB),
        row.getWay(),
        row.getNetwork(),
        row.getFrom(),
        row.getClient(),
        Instant.ofEpochMilli(row.getFirstMs()),
        Instant.ofEpochMilli(row.getLastMs()),
        row.getCount(),
        Optional.of(row.getRefused()).filter(why -> !why.isEmpty()));
  }

  /** Writes what waits; what comes after it is not kept. */
  @Override
  public void close() {
    flush();
    synchronized (this) {
      closed = true;
    }
  }
}
