package org.mailstead.wire;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailstead.words.Problem;

/** Counts a listener's connections against its limits. */
final class Admission {
  private final ConnectionLimits limits;
  private final AtomicInteger total = new AtomicInteger();
  // Bounded by the total: an entry lives as long as a connection.
  private final Map<Network, Integer> open = new ConcurrentHashMap<>();
  private final TokenBuckets<Network> arrivals;

  Admission(ConnectionLimits limits, InstantSource clock) {
    this.limits = limits;
    arrivals = new TokenBuckets<>(limits.rate(), limits.remembered(), clock);
  }

  /** Counts one more; when that is too many it is not counted and must not be given back. */
  boolean enter() {
    if (total.incrementAndGet() > limits.total()) {
      total.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    total.decrementAndGet();
  }

  /** Counts one of {@link #enter} for its address, or says why not. */
  Optional<Problem> enterFrom(InetAddress address) {
    Network from = Network.of(address);
    if (!arrivals.take(from)) {
      return Optional.of(Problem.of(Problem.Kind.RATE_LIMITED, "connections.rate"));
    }
    if (open.merge(from, 1, Integer::sum) > limits.perAddress()) {
      leaveFrom(address);
      return Optional.of(Problem.of(Problem.Kind.TOO_MANY, "connections.address"));
    }
    return Optional.empty();
  }

  void leaveFrom(InetAddress address) {
    open.computeIfPresent(Network.of(address), (_, count) -> count == 1 ? null : count - 1);
  }

  boolean exempts(Connection connection) {
    return limits.loopbackExempt() && connection.fromThisMachine();
  }

  int total() {
    return total.get();
  }
}
