package org.mailstead.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.mailstead.wire.Network;
import org.mailstead.wire.TokenBuckets;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What one network may do at port 25 in an hour, over all its connections. Whoever guesses
 * addresses is told the same of all of them once it has guessed wrong too often: who is here is not
 * for it to find out.
 *
 * <p>Safe for many threads.
 */
final class Door {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MAX_NETWORKS = 100_000;

  /** More kilobytes than these do not fit into a number of tokens. */
  private static final int MOST_MEGABYTES = 2_000_000;

  /** Errors that an honest program may make before it has to wait after each. */
  private static final int FREE_ERRORS = 3;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final DoorConfig limits;
  private final Predicate<InetAddress> exempt;
  private final TokenBuckets<Network> messages;
  private final TokenBuckets<Network> recipients;
  private final TokenBuckets<Network> kilobytes;
  private final TokenBuckets<Network> unknown;

  /**
   * @param exempt who has no limits in any case: servers of the operator's own
   */
  Door(DoorConfig limits, Predicate<InetAddress> exempt, InstantSource clock) {
    this.limits = limits;
    this.exempt = exempt;
    this.messages = buckets(limits.messages(), clock);
    this.recipients = buckets(limits.recipients(), clock);
    this.kilobytes = buckets(Math.min(limits.megabytes(), MOST_MEGABYTES) * 1024, clock);
    this.unknown = buckets(limits.unknownRecipients(), clock);
  }

  private static TokenBuckets<Network> buckets(int limit, InstantSource clock) {
    return new TokenBuckets<>(new TokenBuckets.Rate(Math.max(1, limit), HOUR), MAX_NETWORKS, clock);
  }

  /**
   * A message begins.
   *
   * @throws Refused BUSY when there were too many, or too much in them
   */
  void message(InetAddress client) {
    if (limits.messages() != 0 && !isExempt(client) && !messages.take(Network.of(client))) {
      throw busy("too many messages from your network; try again later");
    }
    if (limits.megabytes() != 0 && isOut(client, kilobytes)) {
      throw busy("too much mail from your network; try again later");
    }
  }

  /**
   * A recipient is asked for, whoever it is.
   *
   * @throws Refused BUSY when there were too many, or too many that are not here
   */
  void recipient(InetAddress client) {
    if (limits.recipients() != 0 && !isExempt(client) && !recipients.take(Network.of(client))) {
      throw busy("too many recipients from your network; try again later");
    }
    if (limits.unknownRecipients() != 0 && isOut(client, unknown)) {
      throw busy("your network has asked for too many unknown addresses; try again later");
    }
  }

  private boolean isOut(InetAddress client, TokenBuckets<Network> buckets) {
    return !isExempt(client) && !buckets.untilNext(Network.of(client)).isZero();
  }

  /** A message came, whatever becomes of it: the next one may have to wait. */
  void octets(InetAddress client, long octets) {
    if (limits.megabytes() != 0 && !isExempt(client)) {
      kilobytes.drain(Network.of(client), (octets + 1023) / 1024);
    }
  }

  /** One was asked for that is not here. */
  void unknownRecipient(InetAddress client) {
    if (!isExempt(client)) {
      unknown.take(Network.of(client));
    }
  }

  /** How long a client waits for the answer to an error, so that trying is no fun (a tarpit). */
  Duration pause(InetAddress client, int errors) {
    if (errors <= FREE_ERRORS || isExempt(client)) {
      return Duration.ZERO;
    }
    Duration pause = Duration.ofSeconds(errors - FREE_ERRORS);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private boolean isExempt(InetAddress client) {
    return exempt.test(client) || (!limits.everybody() && !Network.isPublic(client));
  }

  private static Refused busy(String why) {
    return new Refused(Problem.Kind.BUSY, "door.limit", why);
  }
}
