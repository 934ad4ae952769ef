package org.mailstead.imap;

import java.time.Duration;
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
 * @param messageLimit how many messages a command works on at most (RFC 9738)
 * @param saveLimit how many messages one COPY puts into another mailbox, all or none
 */
public record ImapConfig(
    ListenerConfig listener,
    String hostname,
    boolean plaintextLogin,
    long maxAppend,
    Duration idle,
    Duration keepAlive,
    int messageLimit,
    int saveLimit) {
  public static final long DEFAULT_MAX_APPEND = 50L << 20;

  /** Above the largest mailbox that anybody has: no client meets it. */
  private static final int DEFAULT_LIMIT = 10_000_000;

  private static final Duration DEFAULT_IDLE = Duration.ofMinutes(30);

  /** Load balancers forget after four minutes; more often would keep radios of phones awake. */
  private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofMinutes(3);

  public ImapConfig {
    if (maxAppend < 64 << 10) {
      throw new IllegalArgumentException("maxAppend is under 64 KiB: " + maxAppend);
    }
    if (messageLimit < 1 || saveLimit < 1) {
      throw new IllegalArgumentException("limits of " + messageLimit + ", " + saveLimit);
    }
    if (!idle.isPositive() || keepAlive.isNegative()) {
      throw new IllegalArgumentException("idle " + idle + ", keepAlive " + keepAlive);
    }
  }

  public static ImapConfig of(ListenerConfig listener, String hostname) {
    return new ImapConfig(
        listener,
        hostname,
        false,
        DEFAULT_MAX_APPEND,
        DEFAULT_IDLE,
        DEFAULT_KEEP_ALIVE,
        DEFAULT_LIMIT,
        DEFAULT_LIMIT);
  }

  public ImapConfig withPlaintextLogin(boolean allowed) {
    return new ImapConfig(
        listener, hostname, allowed, maxAppend, idle, keepAlive, messageLimit, saveLimit);
  }

  public ImapConfig withMaxAppend(long octets) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, octets, idle, keepAlive, messageLimit, saveLimit);
  }

  public ImapConfig withIdle(Duration longest) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, maxAppend, longest, keepAlive, messageLimit, saveLimit);
  }

  public ImapConfig withKeepAlive(Duration interval) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, maxAppend, idle, interval, messageLimit, saveLimit);
  }

  public ImapConfig withLimits(int messages, int saved) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, maxAppend, idle, keepAlive, messages, saved);
  }
}
