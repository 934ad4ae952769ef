package org.mailstead.imap;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.mailstead.imap.state.Terms;
import org.mailstead.wire.ListenerConfig;

/**
 * One IMAP port.
 *
 * @param hostname what the server calls itself in its greeting
 * @param plaintextLogin whether passwords may be sent without TLS by programs on this machine: for
 *     a try-out
 * @param limits how much clients may ask for
 * @param idle how long a client may say nothing before it is logged out; RFC 9051 section 5.4 asks
 *     for 30 minutes at least
 * @param keepAlive how often an idling client is told that the server is there, so that boxes on
 *     the way do not forget the connection; zero for never
 * @param withheld capabilities that are not offered, such as UNAUTHENTICATE behind a proxy that
 *     lets everything pass after a login (RFC 8437 section 8)
 * @param beside where the same account is to be had otherwise
 */
public record ImapConfig(
    ListenerConfig listener,
    String hostname,
    boolean plaintextLogin,
    Limits limits,
    Duration idle,
    Duration keepAlive,
    Set<String> withheld,
    Beside beside) {
  private static final Duration DEFAULT_IDLE = Duration.ofMinutes(30);

  /** Load balancers forget after four minutes; more often would keep radios of phones awake. */
  private static final Duration DEFAULT_KEEP_ALIVE = Duration.ofMinutes(3);

  /**
   * How much clients may ask for.
   *
   * @param append octets of a message (RFC 7889)
   * @param messages how many messages a command works on at most (RFC 9738)
   * @param saved how many messages one command puts into a mailbox, all or none (RFC 9738)
   */
  public record Limits(long append, int messages, int saved) {
    /** The numbers of messages are above the largest mailbox that anybody has. */
    public static final Limits DEFAULT = new Limits(50L << 20, 10_000_000, 10_000_000);

    public Limits {
      if (append < 64 << 10) {
        throw new IllegalArgumentException("messages of under 64 KiB: " + append);
      }
      if (messages < 1 || saved < 1) {
        throw new IllegalArgumentException("limits of " + messages + ", " + saved);
      }
    }
  }

  /**
   * Servers beside this one.
   *
   * @param sieve the address of the one that keeps scripts (RFC 6785 section 2.1)
   * @param jmap the address of JMAP's session object (RFC 9698)
   */
  public record Beside(Optional<String> sieve, Optional<String> jmap) {
    static final Beside NOTHING = new Beside(Optional.empty(), Optional.empty());
  }

  public ImapConfig {
    withheld = Set.copyOf(withheld);
    if (!idle.isPositive() || keepAlive.isNegative()) {
      throw new IllegalArgumentException("idle " + idle + ", keepAlive " + keepAlive);
    }
  }

  public static ImapConfig of(ListenerConfig listener, String hostname) {
    return new ImapConfig(
        listener,
        hostname,
        false,
        Limits.DEFAULT,
        DEFAULT_IDLE,
        DEFAULT_KEEP_ALIVE,
        Set.of(),
        Beside.NOTHING);
  }

  Terms terms() {
    return new Terms(
        hostname, limits.append(), limits.messages(), limits.saved(), withheld, beside.jmap());
  }

  public ImapConfig withPlaintextLogin(boolean allowed) {
    return new ImapConfig(listener, hostname, allowed, limits, idle, keepAlive, withheld, beside);
  }

  public ImapConfig withMaxAppend(long octets) {
    return withLimits(new Limits(octets, limits.messages(), limits.saved()));
  }

  public ImapConfig withLimits(Limits others) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, others, idle, keepAlive, withheld, beside);
  }

  public ImapConfig withIdle(Duration longest) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, limits, longest, keepAlive, withheld, beside);
  }

  public ImapConfig withKeepAlive(Duration interval) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, limits, idle, interval, withheld, beside);
  }

  public ImapConfig withSieve(String url) {
    return with(new Beside(Optional.of(url), beside.jmap()));
  }

  public ImapConfig withJmap(String url) {
    return with(new Beside(beside.sieve(), Optional.of(url)));
  }

  private ImapConfig with(Beside other) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, limits, idle, keepAlive, withheld, other);
  }

  /** Does not offer these, given in upper case. */
  public ImapConfig without(Set<String> capabilities) {
    return new ImapConfig(
        listener, hostname, plaintextLogin, limits, idle, keepAlive, capabilities, beside);
  }
}
