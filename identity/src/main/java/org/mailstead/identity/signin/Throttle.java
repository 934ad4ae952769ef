package org.mailstead.identity.signin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stops guessing without locking the owner out. Failures are counted by network, by name, and by
 * both together. A network from which a name has signed in lately is judged by that pair alone, so
 * a stranger who fails all day on somebody's name does not keep that somebody out.
 */
final class Throttle {
  /** Failures that an honest person with a mistyped password stays under. */
  static final int MAX_BY_PAIR = 10;

  static final int MAX_BY_NAME = 30;
  static final int MAX_BY_NETWORK = 60;

  /** In this time as many failures are forgiven as the limit allows. */
  static final Duration FORGIVEN = Duration.ofMinutes(15);

  private static final Duration KNOWN_FOR = Duration.ofDays(30);
  private static final int MAX_ENTRIES = 100_000;

  private final InstantSource clock;
  private final Map<String, Failures> failures = bounded();
  private final Map<String, Long> known = bounded();

  /** How many failures stand, as of a time; they fade evenly. */
  private record Failures(double count, long at) {
    double now(long millis, int limit) {
      double faded = count - (millis - at) * (double) limit / FORGIVEN.toMillis();
      return Math.max(0, faded);
    }
  }

  Throttle(InstantSource clock) {
    this.clock = clock;
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MAX_ENTRIES;
      }
    };
  }

  /** Whether an attempt may be made now. */
  synchronized boolean allows(InetAddress from, String name) {
    String network = network(from);
    String pair = network + " " + name;
    if (over(pair, MAX_BY_PAIR)) {
      return false;
    }
    Long seen = known.get(pair);
    if (seen != null && clock.millis() - seen < KNOWN_FOR.toMillis()) {
      return true;
    }
    return !over("name " + name, MAX_BY_NAME) && !over("net " + network, MAX_BY_NETWORK);
  }

  /** How many entries are kept. */
  synchronized int size() {
    return failures.size() + known.size();
  }

  private boolean over(String key, int limit) {
    Failures stand = failures.get(key);
    return stand != null && stand.now(clock.millis(), limit) >= limit;
  }

  synchronized void failed(InetAddress from, String name) {
    String network = network(from);
    add(network + " " + name, MAX_BY_PAIR);
    add("name " + name, MAX_BY_NAME);
    add("net " + network, MAX_BY_NETWORK);
  }

  private void add(String key, int limit) {
    long now = clock.millis();
    Failures stand = failures.get(key);
    double count = stand == null ? 0 : stand.now(now, limit);
    failures.put(key, new Failures(count + 1, now));
  }

  synchronized void succeeded(InetAddress from, String name) {
    String pair = network(from) + " " + name;
    failures.remove(pair);
    known.put(pair, clock.millis());
  }

  /** An IPv4 address, or the /64 that an IPv6 network hands to one customer. */
  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address
        ? address.getHostAddress()
        : Arrays.toString(Arrays.copyOf(bytes, 8));
  }
}
