package org.mailstead.post.sending;

import static java.lang.System.Logger.Level.WARNING;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.store.Accounts;
import org.mailstead.wire.Network;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Watches what our own people send: how much they may in 24 hours, and whether it is still they who
 * send. One stolen password is enough to have a whole server put on other servers' lists.
 *
 * <p>What was counted is written when half a minute has passed since the last time, so a crash
 * forgets that much of it; pauses and limits are durable when their call returns. Safe for many
 * threads.
 */
public final class SendingWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SendingWatch.class.getName());

  private static final Duration TOGETHER = Duration.ofSeconds(30);

  /** Beyond this many, those that have sent nothing for an hour are let go. */
  private static final int LEDGERS = 10_000;

  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration LET_GO_EVERY = Duration.ofMinutes(1);
  private static final Duration TELL_AGAIN = Duration.ofDays(1);

  /** Of one owner, as far as one can see: providers give one customer any address of theirs. */
  private static final int IPV4_BITS = 16;

  private static final int IPV6_BITS = 32;

  private final SendingRows rows;
  private final Directory directory;
  private final SendingRules rules;
  private final InstantSource clock;
  private final Alarm alarm;
  private final Map<Sender, Ledger> ledgers = new ConcurrentHashMap<>();
  private final AtomicLong letGoAgainMs = new AtomicLong();

  /** Tells people that the brake was pulled. */
  @FunctionalInterface
  public interface Alarm {
    /**
     * @param paused whether it sends no more
     */
    void raise(AccountId account, String why, boolean paused);
  }

  public SendingWatch(
      Accounts store, Directory directory, SendingRules rules, Alarm alarm, InstantSource clock) {
    this.rows = new SendingRows(store);
    this.directory = directory;
    this.rules = rules;
    this.alarm = alarm;
    this.clock = clock;
  }

  /**
   * Whether an account may begin a message.
   *
   * @throws Refused REFUSED while it is paused, BUSY when it has sent what it may
   */
  public void mayBegin(AccountId account) {
    check(senders(account), Sent.NOTHING);
  }

  /**
   * Counts a message that an account hands in, before it is taken.
   *
   * @throws Refused REFUSED while it is paused, which this message may have led to; BUSY when it
   *     would have sent more than it may
   */
  public void admit(Submission submission) {
    AccountId account = submission.account();
    var sent = new Sent(1, submission.recipients(), submission.octets());
    List<Sender> senders = senders(account);
    check(senders, sent);
    long now = clock.millis();
    each(senders, (sender, ledger) -> add(sender, ledger, sent, now));
    Optional<String> wrong =
        with(
            new Sender.Account(account),
            ledger -> {
              ledger.recent.sent(now, sent.recipients());
              submission
                  .client()
                  .filter(Network::isPublic)
                  .ifPresent(client -> ledger.recent.from(now, network(client)));
              return suspicion(account, ledger, now);
            });
    wrong.ifPresent(why -> brake(account, why));
    each(senders, SendingWatch::checkPause);
  }

  private static Network network(InetAddress client) {
    return new Network(client, client.getAddress().length == 4 ? IPV4_BITS : IPV6_BITS);
  }

  /** Another server has decided about a recipient of an account's message. */
  public void answered(AccountId account, boolean refused) {
    long now = clock.millis();
    Optional<String> wrong =
        with(
            new Sender.Account(account),
            ledger -> {
              ledger.recent.answered(now, refused);
              ledger.used(now);
              return refused ? suspicion(account, ledger, now) : Optional.empty();
            });
    wrong.ifPresent(why -> brake(account, why));
  }

  private SendingConfig.Brake brakeOf(AccountId account) {
    return rules.of(new Sender.Account(account)).brake();
  }

  private Optional<String> suspicion(AccountId account, Ledger ledger, long now) {
    return brakeOf(account) == SendingConfig.Brake.OFF
            || ledger.own().brakeless()
            || ledger.pause().isPresent()
        ? Optional.empty()
        : Suspicion.of(ledger.recent.hour(now), ledger.busiest(now));
  }

  private void brake(AccountId account, String why) {
    boolean pauses = brakeOf(account) == SendingConfig.Brake.PAUSE;
    Instant now = clock.instant();
    boolean isNews =
        with(
            new Sender.Account(account),
            ledger -> {
              if (pauses && ledger.pause().isEmpty()) {
                ledger.pause(Optional.of(new Pause(now, why, false)));
                writeIfPossible(new Sender.Account(account), ledger);
                return true;
              }
              return !pauses && !ledger.toldWithin(TELL_AGAIN, now.toEpochMilli());
            });
    if (isNews) {
      LOG.log(
          WARNING,
          "account {0} sends like a machine{1}: {2}",
          account,
          pauses ? " and is paused" : "",
          why);
      alarm.raise(account, why, pauses);
    }
  }

  /** Whether nothing of an account is sent now. */
  public boolean isPaused(AccountId account) {
    return senders(account).stream()
        .anyMatch(sender -> with(sender, ledger -> ledger.pause().isPresent()));
  }

  /** Lets a sender send no more; what it has in the queue is held. */
  public void pause(Sender sender, String why) {
    with(
        sender,
        ledger -> {
          ledger.pause(Optional.of(new Pause(clock.instant(), why, true)));
          write(sender, ledger);
          return ledger;
        });
  }

  /** Lets it send again; false when it was not paused. */
  public boolean resume(Sender sender) {
    return with(
        sender,
        ledger -> {
          boolean was = ledger.pause().isPresent();
          ledger.pause(Optional.empty());
          ledger.recent.forget(); // else the next message would pull the brake again
          write(sender, ledger);
          return was;
        });
  }

  /** Gives a sender limits of its own. */
  public void limit(Sender sender, UnaryOperator<OwnLimits> change) {
    with(
        sender,
        ledger -> {
          ledger.own(change.apply(ledger.own()));
          write(sender, ledger);
          return ledger;
        });
  }

  public SendingState state(Sender sender) {
    long now = clock.millis();
    return with(
        sender,
        ledger ->
            new SendingState(
                ledger.today(now),
                limits(sender, ledger),
                ledger.own(),
                ledger.busiest(now),
                ledger.pause()));
  }

  private SendingLimits limits(Sender sender, Ledger ledger) {
    return ledger
        .own()
        .over(
            switch (sender) {
              case Sender.Account _ -> rules.of(sender).account();
              case Sender.Domain _ -> rules.of(sender).domain();
            });
  }

  private void check(List<Sender> senders, Sent more) {
    each(senders, SendingWatch::checkPause);
    each(senders, (sender, ledger) -> checkLimits(sender, ledger, more));
  }

  private void each(List<Sender> senders, BiConsumer<Sender, Ledger> work) {
    for (Sender sender : senders) {
      with(
          sender,
          ledger -> {
            work.accept(sender, ledger);
            return ledger;
          });
    }
  }

  /** The account and its domain. */
  private List<Sender> senders(AccountId account) {
    Sender own = new Sender.Account(account);
    return directory
        .account(account)
        .map(Account::address)
        .map(address -> List.of(own, new Sender.Domain(address.domain())))
        .orElse(List.of(own));
  }

  private static void checkPause(Sender sender, Ledger ledger) {
    ledger
        .pause()
        .ifPresent(pause -> {
          throw new Refused(
              Problem.Kind.REFUSED,
              "sending.paused",
              "sending is paused for this %s since %s: %s; the operator can resume it"
                  .formatted(word(sender), pause.since().toString().substring(0, 16), pause.why()));
        });
  }

  private void checkLimits(Sender sender, Ledger ledger, Sent more) {
    Sent today = ledger.today(clock.millis());
    SendingLimits limits = limits(sender, ledger);
    over(sender, "messages", limits.messages(), today.messages(), more.messages());
    over(sender, "recipients", limits.recipients(), today.recipients(), more.recipients());
    over(sender, "octets", limits.octets(), today.octets(), more.octets());
  }

  /** Whoever begins with nothing left is told at once, and not after the message. */
  private static void over(Sender sender, String what, long most, long sent, long more) {
    if (most != 0 && sent + Math.max(1, more) > most) {
      throw new Refused(
          Problem.Kind.BUSY,
          "sending.limit",
          "this %s may send %d %s in 24 hours, and has sent %d; try again later"
              .formatted(word(sender), most, what, sent));
    }
  }

  private static String word(Sender sender) {
    return switch (sender) {
      case Sender.Account _ -> "account";
      case Sender.Domain _ -> "domain";
    };
  }

  private void add(Sender sender, Ledger ledger, Sent sent, long now) {
    ledger.add(now, sent);
    if (ledger.isUnwrittenSince(TOGETHER, now)) {
      writeIfPossible(sender, ledger);
    }
  }

  private <T> T with(Sender sender, Function<Ledger, T> work) {
    if (ledgers.size() > LEDGERS) {
      letGoSometimes();
    }
    while (true) {
      Ledger ledger =
          ledgers.computeIfAbsent(sender, s -> new Ledger(rows.read(s), clock.millis()));
      synchronized (ledger) {
        if (ledgers.get(sender) == ledger) { // else it was let go meanwhile
          return work.apply(ledger);
        }
      }
    }
  }

  /** Once a minute: all of them may have sent within the hour. */
  private void letGoSometimes() {
    long now = clock.millis();
    long next = letGoAgainMs.get();
    if ((now >= next || next - now > LET_GO_EVERY.toMillis())
        && letGoAgainMs.compareAndSet(next, now + LET_GO_EVERY.toMillis())) {
      letGo(now);
    }
  }

  private void letGo(long now) {
    List.copyOf(ledgers.entrySet())
        .forEach(entry -> {
          Ledger ledger = entry.getValue();
          synchronized (ledger) {
            if (ledger.isIdleSince(IDLE, now)) {
              if (ledger.isUnwritten()) {
                writeIfPossible(entry.getKey(), ledger);
              }
              ledgers.remove(entry.getKey(), ledger);
            }
          }
        });
  }

  private void write(Sender sender, Ledger ledger) {
    long now = clock.millis();
    rows.write(sender, ledger.row(now));
    ledger.written(now);
  }

  /** What cannot be written now is written with the next change. */
  private void writeIfPossible(Sender sender, Ledger ledger) {
    try {
      write(sender, ledger);
    } catch (Refused e) {
      LOG.log(WARNING, "what " + sender + " sends could not be written", e);
    }
  }

  /** Writes what was counted. */
  @Override
  public void close() {
    ledgers.forEach((sender, ledger) -> {
      synchronized (ledger) {
        if (ledger.isUnwritten()) {
          writeIfPossible(sender, ledger);
        }
      }
    });
  }
}
