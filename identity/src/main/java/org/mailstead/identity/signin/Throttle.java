package org.mailstead.identity.signin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

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

  /** What is counted of passwords. */
  static final Limits PASSWORDS =
      new Limits(MAX_BY_PAIR, MAX_BY_NAME, MAX_BY_NETWORK, Duration.ofMinutes(15));

  /**
   * What is counted of second factors. Three of a million codes are right at a time: so many
   * guesses leave a chance of one in a thousand a day to somebody who has the password.
   */
  static final Limits SECOND_FACTORS = new Limits(5, 10, 30, Duration.ofHours(1));

  /**
   * How many failures there may be.
   *
   * @param forgiven in this time as many are forgiven as the limit allows
   */
  record Limits(int byPair, int byName, int byNetwork, Duration forgiven) {}

  private static final Duration KNOWN_FOR = Duration.ofDays(30);
  private static final int MAX_ENTRIES = 100_000;

  private final Limits limits;
  private final InstantSource clock;
  private final Map<String, Failures> failures = bounded();
  private final Map<String, Long> known = bounded();

  /** How many failures stand, as of a time; they fade evenly. */
  private record Failures(double count, long at) {
    double now(long millis, int limit, Duration forgiven) {
      double faded = count - (millis - at) * (double) limit / forgiven.toMillis();
      return Math.max(0, faded);
    }
  }

  Throttle(Limits limits, InstantSource clock) {
    this.limits = limits;
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

  /**
   * Whether an attempt may be made now.
   *
   * @param device a device of the name's owner that has proved itself: it is judged alone
   */
  synchronized boolean allows(InetAddress from, String name, OptionalLong device) {
    String network = network(from);
    String pair = pair(network, name, device);
    if (over(pair, limits.byPair)) {
      return false;
    }
    return knows(from, name, device)
        || (!over("name " + name, limits.byName) && !over("net " + network, limits.byNetwork));
  }

  /** Whether the name has signed in from there lately, or with a device that proved itself. */
  synchronized boolean knows(InetAddress from, String name, OptionalLong device) {
    Long seen = known.get(pair(network(from), name, device));
    return device.isPresent() || (seen != null && clock.millis() - seen < KNOWN_FOR.toMillis());
  }

  private static String pair(String network, String name, OptionalLong device) {
    return (device.isPresent() ? "device " + device.getAsLong() : network) + " " + name;
  }

  /** How many entries are kept. */
  synchronized int size() {
    return failures.size() + known.size();
  }

  private boolean over(String key, int limit) {
    Failures stand = failures.get(key);
    return stand != null && stand.now(clock.millis(), limit, limits.forgiven) >= limit;
  }

  synchronized void failed(InetAddress from, String name, OptionalLong device) {
    String network = network(from);
    add(pair(network, name, device), limits.byPair);
    add("name " + name, limits.byName);
    add("net " + network, limits.byNetwork);
  }

  /** How many failures of a name stand, rounded. */
  synchronized long failures(String name) {
    Failures stand = failures.get("name " + name);
    return stand == null
        ? 0
        : Math.round(stand.now(clock.millis(), limits.byName, limits.forgiven));
  }

  private void add(String key, int limit) {
    long now = clock.millis();
    Failures stand = failures.get(key);
    double count = stand == null ? 0 : stand.now(now, limit, limits.forgiven);
    failures.put(key, new Failures(count + 1, now));
  }

  synchronized void succeeded(InetAddress from, String name, OptionalLong device) {
    String pair = pair(network(from), name, device);
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
