package org.mailstead.post.sending;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mailstead.wire.Network;

/**
 * What an account did within the last hour, in parts of five minutes; in memory. Whoever uses it
 * keeps others out.
 */
final class Recent {
  private static final long PART_MS = 300_000;
  private static final int PARTS = 12;

  /** Networks that are told apart; more say nothing more. */
  private static final int MOST_NETWORKS = 64;

  private final Map<Long, Part> parts = new HashMap<>();

  private static final class Part {
    long recipients;
    long answered;
    long refused;
    final Set<Network> networks = new HashSet<>();
  }

  /**
   * The sum.
   *
   * @param answered recipients about whom other servers have decided
   * @param refused those of them that they will never take
   * @param networks that messages were handed in from
   */
  record Hour(long recipients, long answered, long refused, int networks) {}

  void sent(long nowMs, long recipients) {
    part(nowMs).recipients += recipients;
  }

  void from(long nowMs, Network network) {
    Set<Network> networks = part(nowMs).networks;
    if (networks.size() < MOST_NETWORKS) {
      networks.add(network);
    }
  }

  void answered(long nowMs, boolean refused) {
    Part part = part(nowMs);
    part.answered++;
    part.refused += refused ? 1 : 0;
  }

  private Part part(long nowMs) {
    long number = nowMs / PART_MS;
    parts.keySet().removeIf(old -> old <= number - PARTS || old > number);
    return parts.computeIfAbsent(number, _ -> new Part());
  }

  Hour hour(long nowMs) {
    part(nowMs);
    Set<Network> networks = new HashSet<>();
    parts.values().forEach(part -> networks.addAll(part.networks));
    return new Hour(
        parts.values().stream().mapToLong(part -> part.recipients).sum(),
        parts.values().stream().mapToLong(part -> part.answered).sum(),
        parts.values().stream().mapToLong(part -> part.refused).sum(),
        networks.size());
  }

  void forget() {
    parts.clear();
  }
}
