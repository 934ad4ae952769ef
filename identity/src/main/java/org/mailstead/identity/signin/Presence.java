package org.mailstead.identity.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.mailstead.identity.Directory;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;

/**
 * Who is signed in: the sessions of an account that is switched off or removed end at once, and
 * those whose credential is taken away or changed. What a change of time ends, or another node's
 * change that was missed, is found within a minute.
 */
final class Presence implements AutoCloseable {
  private static final Duration ROUND = Duration.ofSeconds(30);

  private final Directory directory;
  private final Watchers watchers;
  private final Predicate<Noted> mayStay;
  private final InstantSource clock;
  private final Map<AccountId, Signed> signed = new ConcurrentHashMap<>();
  private final Set<Integer> looking = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final Thread rounds;

  /** The sessions of one account. */
  private final class Signed {
    final Map<Long, Noted> stays = new ConcurrentHashMap<>();
    final Watchers.Watch watch;

    Signed(AccountId account) {
      watch = watchers.watch(Person.of(account), _ -> lookSoon(account));
    }
  }

  /** One session's being signed in, until it is closed. */
  final class Noted implements Stay {
    final Login login;
    final Live live;
    private final Runnable end;

    Noted(Login login, Live live, Runnable end) {
      this.login = login;
      this.live = live;
      this.end = end;
    }

    @Override
    public void close() {
      signed.computeIfPresent(
          login.account(),
          (_, all) -> {
            all.stays.remove(live.number());
            if (!all.stays.isEmpty()) {
              return all;
            }
            all.watch.close();
            return null;
          });
    }
  }

  /**
   * @param mayStay whether what a session was opened with still counts
   */
  Presence(Directory directory, Watchers watchers, Predicate<Noted> mayStay, InstantSource clock) {
    this.directory = directory;
    this.watchers = watchers;
    this.mayStay = mayStay;
    this.clock = clock;
    directory.watch(this::lookSoon);
    rounds = Thread.ofVirtual().name("presence").start(this::rounds);
  }

  /**
   * Notes a session.
   *
   * @param end called once the account may be used no more, perhaps at once; must not block
   */
  Stay enter(Login login, Attempt attempt, Runnable end) {
    var live = new Live(numbers.incrementAndGet(), attempt, login.credential(), clock.instant());
    var stay = new Noted(login, live, end);
    signed.compute(
        login.account(),
        (account, known) -> {
          Signed all = known == null ? new Signed(account) : known;
          all.stays.put(live.number(), stay);
          return all;
        });
    // Noted first, looked at then: what changes between the two is seen by one of them.
    look(stay);
    return stay;
  }

  /** Accounts that have connections. */
  Set<AccountId> accounts() {
    return Set.copyOf(signed.keySet());
  }

  /** The connections of an account, the oldest first. */
  List<Live> of(AccountId account) {
    Signed all = signed.get(account);
    return all == null
        ? List.of()
        : all.stays.values().stream()
            .map(stay -> stay.live)
            .sorted(Comparator.comparingLong(Live::number))
            .toList();
  }

  /** Ends a connection; false when there is none of that number. */
  boolean end(AccountId account, long number) {
    Signed all = signed.get(account);
    Noted stay = all == null ? null : all.stays.get(number);
    if (stay == null) {
      return false;
    }
    stay.end.run();
    return true;
  }

  /** Called by a committer, which must not wait. */
  private void lookSoon(int shard) {
    if (!signed.isEmpty() && looking.add(shard)) {
      Thread.startVirtualThread(() -> look(shard));
    }
  }

  private void look(int shard) {
    looking.remove(shard);
    signed.forEach((account, all) -> {
      if (directory.shardOf(account) == shard) {
        all.stays.values().forEach(this::look);
      }
    });
  }

  private void lookSoon(AccountId account) {
    Signed all = signed.get(account);
    if (all != null) {
      Thread.startVirtualThread(() -> all.stays.values().forEach(this::look));
    }
  }

  private void look(Noted stay) {
    if (!mayStay.test(stay)) {
      stay.end.run();
    }
  }

  private void rounds() {
    try {
      while (true) {
        Thread.sleep(ROUND);
        signed.values().forEach(all -> all.stays.values().forEach(this::look));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    rounds.interrupt();
  }
}
