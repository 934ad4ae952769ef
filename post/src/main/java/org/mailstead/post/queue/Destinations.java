package org.mailstead.post.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How many talk to one destination and to all, connections that wait for the next message, and who
 * could not be reached a moment ago.
 */
final class Destinations implements AutoCloseable {
  /** One dead destination must not make each of a thousand messages wait for its time-outs. */
  private static final Duration DOWN = Duration.ofMinutes(1);

  private static final int MAX_TRANSACTIONS = 100;

  private final int perDestination;
  private final Duration idle;
  private final Semaphore connections;
  private final Map<String, Destination> byDomain = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Destinations(QueueConfig config, SmtpTimes times) {
    this.perDestination = config.perDestination();
    this.idle = times.idle();
    this.connections = new Semaphore(config.connections(), true);
  }

  /** One domain; its monitor guards what changes. */
  private static final class Destination {
    final Semaphore turns;
    final Deque<SmtpClient> waiting = new ArrayDeque<>();
    int users;
    @Nullable Down down;

    Destination(int perDestination) {
      turns = new Semaphore(perDestination, true);
    }
  }

  private record Down(Instant since, Result.Said said) {}

  /** Waits for a turn at a destination. */
  Turn turn(String domain) {
    Destination destination =
        byDomain.compute(
            domain,
            (_, known) -> {
              Destination found = known == null ? new Destination(perDestination) : known;
              found.users++;
              return found;
            });
    destination.turns.acquireUninterruptibly();
    connections.acquireUninterruptibly();
    return new Turn(domain, destination);
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
    byDomain.keySet().forEach(this::drop);
  }

  /** A turn; close it. */
  final class Turn implements AutoCloseable {
    private final String domain;
    private final Destination destination;

    private Turn(String domain, Destination destination) {
      this.domain = domain;
      this.destination = destination;
    }

    /** A connection that somebody before left open. */
    Optional<SmtpClient> waiting() {
      synchronized (destination) {
        return Optional.ofNullable(destination.waiting.poll());
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
        destination.waiting.add(client);
      }
      Thread.ofVirtual().name("idle " + domain).start(() -> expire(domain, destination, client));
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
      }
    }

    void isUp() {
      synchronized (destination) {
        destination.down = null;
      }
    }

    @Override
    public void close() {
      connections.release();
      destination.turns.release();
      byDomain.computeIfPresent(
          domain,
          (_, found) -> {
            found.users--;
            return found;
          });
      drop(domain);
    }
  }

  private void expire(String domain, Destination destination, SmtpClient client) {
    try {
      Thread.sleep(idle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean unused;
    synchronized (destination) {
      unused = destination.waiting.remove(client);
    }
    if (unused) {
      client.close();
    }
    drop(domain);
  }

  /** Forgets a destination with nothing to remember. Those that were down are few. */
  private void drop(String domain) {
    byDomain.computeIfPresent(
        domain,
        (_, found) -> {
          synchronized (found) {
            boolean empty = found.users == 0 && found.waiting.isEmpty() && found.down == null;
            return empty ? null : found;
          }
        });
  }

  /** Domains that something is remembered of. */
  int size() {
    return byDomain.size();
  }

  @Override
  public void close() {
    closed = true;
    for (Destination destination : byDomain.values()) {
      synchronized (destination) {
        destination.waiting.forEach(SmtpClient::close);
        destination.waiting.clear();
      }
    }
  }
}
