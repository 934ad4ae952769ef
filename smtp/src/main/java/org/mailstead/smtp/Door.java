package org.mailstead.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

  private final Supplier<DoorConfig> config;
  private final Predicate<InetAddress> exempt;
  private final InstantSource clock;
  private volatile Counters counters;

  /** What is counted under some limits; others begin anew. */
  private record Counters(
      DoorConfig limits,
      TokenBuckets<Network> messages,
      TokenBuckets<Network> recipients,
      TokenBuckets<Network> kilobytes,
      TokenBuckets<Network> unknown) {
    static Counters of(DoorConfig limits, InstantSource clock) {
      return new Counters(
          limits,
          buckets(limits.messages(), clock),
          buckets(limits.recipients(), clock),
          buckets(Math.min(limits.megabytes(), MOST_MEGABYTES) * 1024, clock),
          buckets(limits.unknownRecipients(), clock));
    }
  }

  /**
   * @param config the limits as they are just now
   * @param exempt who has no limits in any case: servers of the operator's own
   */
  Door(Supplier<DoorConfig> config, Predicate<InetAddress> exempt, InstantSource clock) {
    this.config = config;
    this.exempt = exempt;
    this.clock = clock;
    this.counters = Counters.of(config.get(), clock);
  }

  private Counters now() {
    DoorConfig limits = config.get();
    Counters known = counters;
    if (!known.limits.equals(limits)) {
      known = Counters.of(limits, clock);
      counters = known; // two that come together may both do so: nothing is counted yet
    }
    return known;
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
    Counters now = now();
    DoorConfig limits = now.limits;
    if (limits.messages() != 0 && !isExempt(client) && !now.messages.take(Network.of(client))) {
      throw busy("too many messages from your network; try again later");
    }
    if (limits.megabytes() != 0 && isOut(client, now.kilobytes)) {
      throw busy("too much mail from your network; try again later");
    }
  }

  /**
   * A recipient is asked for, whoever it is.
   *
   * @throws Refused BUSY when there were too many, or too many that are not here
   */
  void recipient(InetAddress client) {
    Counters now = now();
    DoorConfig limits = now.limits;
    if (limits.recipients() != 0 && !isExempt(client) && !now.recipients.take(Network.of(client))) {
      throw busy("too many recipients from your network; try again later");
    }
    if (limits.unknownRecipients() != 0 && isOut(client, now.unknown)) {
      throw busy("your network has asked for too many unknown addresses; try again later");
    }
  }

  private boolean isOut(InetAddress client, TokenBuckets<Network> buckets) {
    return !isExempt(client) && !buckets.untilNext(Network.of(client)).isZero();
  }

  /** A message came, whatever becomes of it: the next one may have to wait. */
  void octets(InetAddress client, long octets) {
    Counters now = now();
    if (now.limits.megabytes() != 0 && !isExempt(client)) {
      now.kilobytes.drain(Network.of(client), (octets + 1023) / 1024);
    }
  }

  /** One was asked for that is not here. */
  void unknownRecipient(InetAddress client) {
    if (!isExempt(client)) {
      now().unknown.take(Network.of(client));
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
    return exempt.test(client) || (!config.get().everybody() && !Network.isPublic(client));
  }

  private static Refused busy(String why) {
    return new Refused(Problem.Kind.BUSY, "door.limit", why);
  }
}
