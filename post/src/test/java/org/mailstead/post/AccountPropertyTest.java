package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.Level;
import org.mailstead.store.LogHorizon;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.store.Partition;
import org.mailstead.store.Since;
import org.mailstead.store.Trimming;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

/**
 * Whatever is done to an account, by several at once, killed at any commit and restored from a
 * backup: what was counted is what is there, and nothing that a client saw means something else.
 */
class AccountPropertyTest {
  @TempDir Path folder;

  @Test
  void theBooksBalanceOverAPlainEngine() {
    Property.holds(8, random -> new Run(random, 0).run());
  }

  @Test
  void theBooksBalanceOverAHostileEngine() {
    Property.holds(4, random -> new Run(random, 0.15).run());
  }

  /** One history of an account. */
  private final class Run {
    private final RandomGenerator random;
    private final double badness;
    private final World.TestClock clock = new World.TestClock();
    private final Books.Seen seen = new Books.Seen();
    private final Set<String> accepted = new HashSet<>();
    private final Map<MailboxId, List<MailboxView>> old = new HashMap<>();
    private MemoryEngine engine = new MemoryEngine(clock);
    private MemoryEngine backup;
    private Set<String> acceptedThen = Set.of();
    private final AccountId ada;

    Run(RandomGenerator random, double badness) {
      this.random = random;
      this.badness = badness;
      try (World world = world(engine)) {
        ada = world.account("ada");
      }
      backup = engine.copy();
    }

    private World world(Engine over) {
      return new World(over, folder, clock);
    }

    void run() {
      for (int life = 0; life < 5; life++) {
        if (random.nextInt(4) == 0) {
          restore();
        }
        live();
        if (random.nextInt(4) == 0) {
          backUp(); // with what a crash left half done
        }
        audit();
        if (random.nextInt(4) == 0) {
          backUp();
        }
      }
    }

    private void backUp() {
      backup = engine.copy();
      acceptedThen = Set.copyOf(accepted);
    }

    /** A process that several clients use, and that may be killed. */
    private void live() {
      var mortal = new MortalEngine(engine);
      Engine over = badness == 0 ? mortal : new HostileEngine(mortal, random.nextLong(), badness);
      try (World world = world(over)) {
        if (random.nextBoolean()) {
          mortal.dieAfter(random.nextInt(60), random.nextBoolean());
        }
        int clients = random.nextBoolean() ? 1 : 3;
        List<Thread> threads = new ArrayList<>();
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
          var client = new Client(world, ada, new java.util.SplittableRandom(random.nextLong()));
          all.add(client);
          threads.add(Thread.startVirtualThread(() -> client.work(clients == 1 ? 40 : 15)));
        }
        if (random.nextBoolean()) {
          threads.add(Thread.startVirtualThread(() -> keepHouse(world)));
        }
        for (Thread thread : threads) {
          thread.join();
        }
        for (Client client : all) {
          client
              .failure()
              .ifPresent(e -> {
                throw new AssertionError(e);
              });
          accepted.addAll(client.delivered());
        }
        clock.pass(Duration.ofMinutes(random.nextInt(1000)));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Forgets all but what happened lately, while clients work. */
    private void keepHouse(World world) {
      var trimming = new Trimming(world.store, new LogHorizon(Duration.ofHours(10), 20, 2));
      try {
        for (int i = 0; i < 20; i++) {
          trimming.all(Partition.Kind.ACCOUNT, clock.instant());
          world.post.retention().purge(ada, clock.instant());
        }
      } catch (MortalEngine.Killed | Refused e) {
        // The next one goes on.
      }
    }

    private void audit() {
      try (World world = world(engine)) {
        Books.check(world, ada, seen);
        for (String key : accepted) {
          assertTrue(world.post.delivery().isDone(ada, key), "lost " + key);
        }
        for (Mailbox mailbox : world.post.mailboxes().tree(ada).all()) {
          MailboxView now = world.post.view(ada, mailbox.id());
          List<MailboxView> before = old.computeIfAbsent(mailbox.id(), _ -> new ArrayList<>());
          before.forEach(view -> isToldAll(world, view, now));
          before.add(now);
        }
        inboxHasEachDeliveryOnce(world);
      }
    }

    /** Deliveries are tagged with their key, and the clients never copy within INBOX. */
    private void inboxHasEachDeliveryOnce(World world) {
      Map<String, Long> numbers = new HashMap<>();
      for (var entry : seen.emails().entrySet()) {
        if (entry.getValue().startsWith("key")) {
          Long other = numbers.putIfAbsent(entry.getValue(), entry.getKey());
          assertTrue(
              other == null || !exists(world, other) || !exists(world, entry.getKey()),
              "delivered twice: " + entry.getValue());
        }
      }
    }

    private boolean exists(World world, long email) {
      return world.post.emails().get(ada, List.of(email)).containsKey(email);
    }

    /** A client that knows an old version is told all that it must know. */
    private void isToldAll(World world, MailboxView view, MailboxView now) {
      ViewChange change = now.since(view);
      assertEquals(NaiveChange.between(view, now), change);
      isToldRemovals(world, view, now);
      change
          .changed()
          .forEach(uid -> {
            Member member = now.get(now.indexOf(uid));
            assertTrue(member.modseq() > view.highestModseq(), "a change below the token");
          });
      change
          .added()
          .forEach(uid -> {
            Member member = now.get(now.indexOf(uid));
            assertTrue(member.modseq() > view.highestModseq(), "a new one below the token");
          });
    }

    private void isToldRemovals(World world, MailboxView view, MailboxView now) {
      BitSet expunged = world.post.expungedSince(ada, now.mailbox(), view.version());
      now.since(view)
          .removed()
          .forEach(uid -> assertTrue(expunged.get(uid), "a removal that nobody tells: " + uid));
      now.each(member -> assertTrue(!expunged.get(member.uid()), "expunged and there"));
    }

    private void restore() {
      Partition partition = MailKeys.partition(ada);
      int epoch = engine.head(partition, Level.LINEAR).epoch();
      long kept = backup.head(partition, Level.LINEAR).version();
      engine = backup.copy();
      engine.raiseEpoch(partition, epoch + 1);
      accepted.retainAll(acceptedThen);
      try (World world = world(engine)) {
        for (List<MailboxView> views : old.values()) {
          views.stream().filter(view -> view.version() > kept).forEach(view -> isLost(world, view));
          views.removeIf(view -> view.version() > kept);
        }
      }
    }

    /** A client that saw what the restore took back is told all anew. */
    private void isLost(World world, MailboxView view) {
      assertInstanceOf(
          Since.Forgotten.class, world.store.changes(MailKeys.partition(ada), view.version(), 10));
      assertEquals(0, world.post.knownSince(ada, view.version()));
      if (world.post.mailboxes().tree(ada).all().stream()
          .anyMatch(m -> m.id().equals(view.mailbox()))) {
        isToldRemovals(world, view, world.post.view(ada, view.mailbox()));
      }
    }
  }
}
