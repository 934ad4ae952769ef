package org.mailstead.post.rules;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Member;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.Sweeping;
import org.mailstead.post.Timers;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs {@link Sweep sweeps}: once a day, soon after mail has come that one of them is about, and at
 * once when somebody has made or changed one. Only accounts that have some have a timer. It is set
 * before what it is for is written, so that a crash between the two costs nothing but a look; and
 * it is removed after the run, so that a run which a crash has ended goes on.
 */
public final class Sweeps implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sweeps.class.getName());
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Stored: never change it. */
  private static final String TIMER = "sweep";

  /** Theirs alone: thousands that are due at a time wait for one another, and for nobody else. */
  private static final long LANE = 0x7377_6565_7073L;

  private static final Duration DAY = Duration.ofDays(1);

  /** Mail that comes within so long is looked at together. */
  private static final long SOON_MILLIS = 2_000;

  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** Emails between two questions whether a sweep is still wanted as it is. */
  static final int PART = 500;

  private final Post post;
  private final Timers timers;
  private final InstantSource clock;
  private final SweptMail mail;
  private final SecureRandom random = new SecureRandom();
  private final Set<AccountId> working = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Listens to its timers from now on. */
  public Sweeps(Post post, Timers timers, InstantSource clock) {
    this.post = post;
    this.timers = timers;
    this.clock = clock;
    this.mail = new SweptMail(post);
    timers.on(TIMER, this::ring);
  }

  // ---- when

  private static Timers.Timer timer(AccountId account, String id, Instant due) {
    byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(account.value()).array();
    return new Timers.Timer(TIMER, id, due, payload, LANE);
  }

  private static Timers.Timer daily(AccountId account, Instant due) {
    return timer(account, account.toString(), due);
  }

  private static Timers.Timer once(AccountId account, Instant name, Instant due) {
    return timer(account, account + "@" + name.toEpochMilli(), due);
  }

  /**
   * Call it before sweeps of an account are made or changed, and what it returns after that: then
   * they are run.
   */
  public Runnable changing(AccountId account) {
    Instant now = clock.instant();
    timers.set(daily(account, now.plus(DAY)));
    timers.set(once(account, now, now.plusMillis(SOON_MILLIS)));
    return () -> timers.set(once(account, now, clock.instant()));
  }

  /** A message is about to come into an account: what is sought has a newer one then. */
  void coming(AccountId account, NewMessage message) {
    try {
      boolean sought =
          all(account).stream()
              .filter(sweep -> sweep.stays() instanceof Sweep.Stays.Latest)
              .anyMatch(sweep -> SweptMail.isSought(sweep.sought(), message.structure()));
      if (sought) {
        long turn = clock.millis() / SOON_MILLIS + 2;
        Instant due = Instant.ofEpochMilli(turn * SOON_MILLIS);
        timers.set(once(account, due, due));
      }
    } catch (RuntimeException e) {
      // The message must not wait for it, and there is tomorrow's run.
      LOG.log(WARNING, "sweeps of account=" + account + " are not run before tomorrow", e);
    }
  }

  private void ring(Timers.Timer timer) {
    if (closed) {
      return; // the row stays, and the next start finds it
    }
    var account = new AccountId(ByteBuffer.wrap(timer.payload()).getLong());
    if (!working.add(account)) {
      timers.postpone(timer.at(clock.instant().plus(BUSY)));
      return;
    }
    try {
      run(account);
    } finally {
      working.remove(account);
    }
    if (!closed) {
      settle(account, timer);
    }
  }

  private void settle(AccountId account, Timers.Timer timer) {
    boolean daily = timer.id().equals(account.toString());
    if (!daily || all(account).isEmpty()) {
      timers.cancel(TIMER, timer.id());
    }
    // Asked once more after that: somebody may have made one just before.
    if (daily && !all(account).isEmpty()) {
      timers.set(timer.at(clock.instant().plus(DAY)));
    }
  }

  // ---- what

  private List<Sweep> all(AccountId account) {
    return post.records().all(account, Records.Kind.SWEEP).stream()
        .flatMap(item -> on(account, item).stream())
        .toList();
  }

  private static Optional<Sweep> on(AccountId account, Records.Item item) {
    ObjectNode json = json(item.json());
    return Sweep.isOn(json) ? Optional.of(Sweep.of(account, item.id(), json)) : Optional.empty();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text);
  }

  /**
   * What a sweep would take now, the oldest first.
   *
   * @param whole false when there was no time to look at all
   */
  public record Due(List<Long> emails, boolean whole) {
    public Due {
      emails = List.copyOf(emails);
    }
  }

  /** Tells what would be moved, and moves nothing. */
  public Due due(AccountId account, Sweep sweep, BooleanSupplier goOn) {
    MailboxTree tree = post.mailboxes().tree(account);
    Optional<Mailbox> source = sweep.source(tree);
    if (source.isEmpty()) {
      return new Due(List.of(), true);
    }
    SweptMail.Found found =
        mail.due(account, sweep, source.get().id(), clock.instant(), Integer.MAX_VALUE, goOn);
    return new Due(found.members().stream().map(Member::email).toList(), found.whole());
  }

  /** Runs all of an account that are on. May be ended anywhere; the next run goes on. */
  public void run(AccountId account) {
    all(account).forEach(sweep -> run(account, sweep.id()));
  }

  /** Part by part, each as the sweep is by then. */
  private void run(AccountId account, long id) {
    long moved = 0;
    boolean more = true;
    while (more && !closed) {
      Optional<Sweep> sweep =
          post.records().find(account, Records.Kind.SWEEP, id).flatMap(item -> on(account, item));
      int part = sweep.map(some -> part(account, some)).orElse(0);
      moved += part;
      more = part > 0;
    }
    if (!closed) {
      ended(account, id);
    }
    if (moved > 0) {
      LOG.log(INFO, "sweep {0} of account={1}: {2} messages moved", id, account, moved);
    }
  }

  private int part(AccountId account, Sweep sweep) {
    MailboxTree tree = post.mailboxes().tree(account);
    Optional<Mailbox> source = sweep.source(tree);
    Optional<Mailbox> target = sweep.target(tree);
    if (source.isEmpty() || target.isEmpty() || source.equals(target)) {
      return 0; // somebody has removed one, or made it the archive
    }
    var order =
        new Sweeping.Order(
            sweep.id(),
            sweep.name(),
            source.get().id(),
            target.get().id(),
            sweep.deed(tree, target.get()));
    List<Integer> uids =
        mail
            .due(account, sweep, order.from(), clock.instant(), PART, () -> !closed)
            .members()
            .stream()
            .map(Member::uid)
            .toList();
    if (uids.isEmpty()) {
      return 0;
    }
    long deed = begun(account, sweep.id());
    try {
      int moved = post.sweeping().move(account, order, uids, deed);
      note(account, sweep.id(), json -> json.put("moved", json.path("moved").asLong(0) + moved));
      return moved;
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
        return 0; // a mailbox has gone meanwhile
      }
      throw e;
    }
  }

  // ---- what is told of it

  /** The deed that a run is: noted before it, and the same when a crash has ended the run. */
  private long begun(AccountId account, long id) {
    long fresh = random.nextLong(1, Long.MAX_VALUE);
    long from = post.version(account);
    var deed = new long[1];
    note(
        account,
        id,
        json -> {
          if (!json.path("running").asBoolean(false)) {
            json.put("running", true).put("deed", fresh);
            json.put("since", from).put("until", from);
          }
          deed[0] = json.path("deed").asLong();
        });
    return deed[0] == 0 ? fresh : deed[0]; // it was destroyed just now
  }

  private void ended(AccountId account, long id) {
    long version = post.version(account);
    Optional<Records.Item> item = post.records().find(account, Records.Kind.SWEEP, id);
    if (item.filter(some -> json(some.json()).path("running").asBoolean(false)).isPresent()) {
      String at = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
      note(
          account, id, json -> json.put("running", false).put("until", version).put("sweptAt", at));
    }
  }

  private void note(AccountId account, long id, Consumer<ObjectNode> change) {
    boolean _ =
        post.records()
            .update(
                account,
                Records.Kind.SWEEP,
                id,
                before -> {
                  ObjectNode json = json(before);
                  change.accept(json);
                  return json.toString();
                });
  }

  /** Waits a while for the parts that are being done; the next start goes on. */
  @Override
  public void close() {
    closed = true;
    for (int i = 0; i < 100 && !working.isEmpty(); i++) {
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
