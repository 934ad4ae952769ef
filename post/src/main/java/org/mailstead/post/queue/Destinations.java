package org.mailstead.post.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How many talk to one destination and to all, connections that wait for the next message, and who
 * could not be reached a moment ago.
 */
final class Destinations implements AutoCloseable {
  /** One dead destination must not make each of a thousand messages wait for its time-outs. */
  private static final Duration DOWN = Duration.ofMinutes(1);

  private static final int MAX_TRANSACTIONS = 100;

  /** What was learnt of a destination is kept for so long, and of so many. */
  private static final Duration KEPT = Duration.ofHours(1);

  private static final int MOST_KEPT = 10_000;

  private final int perDestination;
  private final Duration idle;
  private final Semaphore connections;
  private final Map<String, Destination> byDomain = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile long sweptAt = System.nanoTime();
  private volatile boolean closed;

  Destinations(QueueConfig config, SmtpTimes times) {
    this.perDestination = config.perDestination();
    this.idle = times.idle();
    this.connections = new Semaphore(config.connections(), true);
  }

  /** One domain; its monitor guards what changes. */
  private static final class Destination {
    /** The one that was used last comes last. */
    final Deque<Unused> waiting = new ArrayDeque<>();

    final Pace pace;
    int users;
    int talking;
    long taken;
    long refused;
    long usedAt = System.nanoTime();
    String last = "";
    @Nullable Down down;

    Destination(int perDestination) {
      pace = new Pace(perDestination, usedAt);
    }

    /** With its monitor. */
    boolean begin(long now) {
      boolean may = talking < pace.limit() && pace.rest(now).isZero();
      talking += may ? 1 : 0;
      return may;
    }
  }

  private record Down(Instant since, Result.Said said) {}

  /** A connection that waits for the next message. */
  private record Unused(SmtpClient client, long since) {}

  /** Waits for a turn at a destination; empty when this server stops. */
  Optional<Turn> turn(String domain) {
    Destination destination = enter(domain);
    boolean interrupted = false;
    synchronized (destination) {
      while (!closed && !destination.begin(System.nanoTime())) {
        try {
          // What pauses wakes nobody when its time is over.
          destination.wait(Math.max(1, destination.pace.rest(System.nanoTime()).toMillis()) + 100);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (closed) {
      leave(domain);
      return Optional.empty();
    }
    connections.acquireUninterruptibly();
    return Optional.of(new Turn(domain, destination));
  }

  /** A turn, if there is one now. */
  Optional<Turn> tryTurn(String domain) {
    Destination destination = enter(domain);
    if (connections.tryAcquire()) {
      boolean begun;
      synchronized (destination) {
        begun = destination.begin(System.nanoTime());
      }
      if (begun) {
        return Optional.of(new Turn(domain, destination));
      }
      connections.release();
    }
    leave(domain);
    return Optional.empty();
  }

  private Destination enter(String domain) {
    return byDomain.compute(
        domain,
        (_, known) -> {
          Destination found = known == null ? new Destination(perDestination) : known;
          found.users++;
          return found;
        });
  }

  private void leave(String domain) {
    byDomain.computeIfPresent(
        domain,
        (_, found) -> {
          found.users--;
          found.usedAt = System.nanoTime();
          return found;
        });
    sweep();
  }

  /** Forgets who could not be reached. */
  void forgetDown() {
    byDomain
        .values()
        .forEach(destination -> {
          synchronized (destination) {
            destination.down = null;
          }
        });
  }

  /** A turn; close it. */
  final class Turn implements AutoCloseable {
    private final String domain;
    private final Destination destination;

    private Turn(String domain, Destination destination) {
      this.domain = domain;
      this.destination = destination;
    }

    String domain() {
      return domain;
    }

    /** A connection that somebody before left open; so late that those beyond need grow old. */
    Optional<SmtpClient> waiting() {
      synchronized (destination) {
        return Optional.ofNullable(destination.waiting.pollLast()).map(Unused::client);
      }
    }

    /** Leaves a connection for the next one, or closes it. */
    void leave(SmtpClient client) {
      boolean keep = client.isUsable() && client.transactions() < MAX_TRANSACTIONS && !closed;
      if (!keep) {
        client.close();
        return;
      }
      synchronized (destination) {
        destination.waiting.addLast(new Unused(client, System.nanoTime()));
      }
      closeLater();
    }

    Optional<Result.Said> down(Instant now) {
      synchronized (destination) {
        Down known = destination.down;
        boolean still = known != null && now.isBefore(known.since().plus(DOWN));
        return still && known != null ? Optional.of(known.said()) : Optional.empty();
      }
    }

    void isDown(Result.Said said) {
      synchronized (destination) {
        destination.down = new Down(said.at(), said);
        wentBadly(said);
      }
    }

    void isUp() {
      synchronized (destination) {
        destination.down = null;
      }
    }

    /**
     * Learns from what came of it. Only when nobody's mail was taken, and all may be later, is it
     * the destination that has too much: one full mailbox says nothing about it.
     */
    void learn(Iterable<Result> results) {
      boolean taken = false;
      Result.@Nullable Said refused = null;
      boolean all = true;
      for (Result result : results) {
        taken |= result instanceof Result.Relayed;
        if (result instanceof Result.Later(var why, var said) && why == Result.Why.OUTSIDE) {
          refused = said;
        } else {
          all = false;
        }
      }
      synchronized (destination) {
        if (taken) {
          destination.taken++;
          destination.pace.wentWell();
        } else if (all && refused != null && refused.code() != 0) {
          wentBadly(refused);
        }
      }
    }

    private void wentBadly(Result.Said said) {
      destination.refused++;
      destination.last = (said.code() == 0 ? said.status() : said.code()) + " " + said.text();
      destination.pace.wentBadly(System.nanoTime(), said.code() == 421);
    }

    @Override
    public void close() {
      connections.release();
      synchronized (destination) {
        destination.talking--;
        destination.notifyAll();
      }
      Destinations.this.leave(domain);
    }
  }

  /** One thread looks after all that wait, and ends when none does. */
  private void closeLater() {
    if (closing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("unused connections").start(this::closeUnused);
    }
  }

  private void closeUnused() {
    boolean more = true;
    while (more && !closed) {
      try {
        Thread.sleep(idle.dividedBy(4));
        more = closeOld(System.nanoTime() - idle.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        more = false;
      }
    }
    closing.set(false);
    if (closeOld(System.nanoTime() - idle.toNanos())) {
      closeLater(); // one came just now
    }
  }

  /** Closes those that nobody has used since; whether others wait. */
  private boolean closeOld(long since) {
    List<SmtpClient> old = new ArrayList<>();
    boolean more = false;
    for (Destination destination : byDomain.values()) {
      synchronized (destination) {
        Deque<Unused> waiting = destination.waiting;
        while (!waiting.isEmpty() && waiting.getFirst().since() - since <= 0) {
          old.add(waiting.removeFirst().client());
        }
        more |= !waiting.isEmpty();
      }
    }
    old.forEach(SmtpClient::close);
    return more;
  }

  /** Forgets destinations that nobody has used for long; when there are too many, all unused. */
  private void sweep() {
    long now = System.nanoTime();
    boolean crowded = byDomain.size() > MOST_KEPT;
    long rest = crowded ? Duration.ofSeconds(1).toNanos() : Duration.ofMinutes(1).toNanos();
    if (now - sweptAt < rest) {
      return;
    }
    sweptAt = now;
    for (String domain : byDomain.keySet()) {
      byDomain.computeIfPresent(
          domain,
          (_, found) -> {
            boolean old = crowded || now - found.usedAt > KEPT.toNanos();
            boolean unused;
            synchronized (found) {
              unused = found.users == 0 && found.waiting.isEmpty();
            }
            return old && unused ? null : found;
          });
    }
  }

  /** Those that something is remembered of, the busiest first, at most so many. */
  List<DestinationState> states(int most) {
    return byDomain.entrySet().stream()
        .map(entry -> state(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingInt(
                    (DestinationState state) -> -state.load().talking() - state.load().waiting())
                .thenComparing(DestinationState::domain))
        .limit(most)
        .toList();
  }

  private static DestinationState state(String domain, Destination found) {
    synchronized (found) {
      Down down = found.down;
      return new DestinationState(
          domain,
          new DestinationState.Load(
              found.talking,
              Math.max(0, found.users - found.talking),
              found.pace.limit(),
              found.waiting.size(),
              found.pace.rest(System.nanoTime())),
          found.taken,
          found.refused,
          down == null ? Optional.empty() : Optional.of(down.since()),
          found.last);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Destination destination : byDomain.values()) {
      synchronized (destination) {
        destination.waiting.forEach(unused -> unused.client().close());
        destination.waiting.clear();
        destination.notifyAll();
      }
    }
  }
}
