package org.mailstead.imap;

import java.time.Duration;
import java.util.Set;
import org.mailstead.wire.ListenerConfig;

/**
 * One IMAP port.
 *
 * @param hostname what the server calls itself in its greeting
 * @param plaintextLogin whether passwords may be sent without TLS by programs on this machine: for
 *     a try-out
 * @param maxAppend octets of a message (RFC 7889)
 * @param idle how long a client may say nothing before it is logged out; RFC 9051 section 5.4 asks
 *     for 30 minutes at least
 * @param keepAlive how often an idling client is told that the server is there, so that boxes on
 *     the way do not forget the connection; zero for never
 * @param withheld capabilities that are not offered, such as UNAUTHENTICATE behind a proxy that
 *     lets everything pass after a login (RFC 8437 section 8)
 */
public record ImapConfig(
    ListenerConfig listener,
    String hostname,
    boolean plaintextLogin,
    long maxAppend,
    Duration idle,
    Duration keepAlive,
    Set<String> withheld) {
  public static final long DEFAULT_MAX_APPEND = 50L << 20;
  private static final Duration DEFAULT_IDLE = Duration.ofMinutes(30);

  /** Load balancers forget after four minutes; more often would keep radios of phones awake. */
  private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofMinutes(3);

  public ImapConfig {
    withheld = Set.copyOf(withheld);
    if (maxAppend < 64 << 10) {
      throw new IllegalArgumentException("maxAppend is under 64 KiB: " + maxAppend);
    }
    if (!idle.isPositive() || keepAlive.isNegative()) {
      throw new IllegalArgumentException("idle " + idle + ", keepAlive " + keepAlive);
    }
  }

  public static ImapConfig of(ListenerConfig listener, String hostname) {
    return new ImapConfig(
        listener, hostname, false, DEFAULT_MAX_APPEND, DEFAULT_IDLE, DEFAULT_KEEP_ALIVE, Set.of());
  }

  public ImapConfig withPlaintextLogin(boolean allowed) {
    return new ImapConfig(listener, hostname, allowed, maxAppend, idle, keepAlive, withheld);
  }

  public ImapConfig withMaxAppend(long octets) {
    return new ImapConfig(listener, hostname, plaintextLogin, octets, idle, keepAlive, withheld);
  }

  public ImapConfig withIdle(Duration longest) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, maxAppend, longest, keepAlive, withheld);
  }

  public ImapConfig withKeepAlive(Duration interval) {
    return new ImapConfig(listener, hostname, plaintextLogin, maxAppend, idle, interval, withheld);
  }

  /** Does not offer these, given in upper case. */
  public ImapConfig without(Set<String> capabilities) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, maxAppend, idle, keepAlive, capabilities);
  }

  boolean offers(String capability) {
    return !withheld.contains(capability);
  }
}
