package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Clients that know an account only by what they are told of it, each at its own pace and a few
 * things at a time, come to know what is there.
 */
class DifferencesTest {
  @TempDir Path folder;

  @Test
  void whoeverIsToldAllDifferencesKnowsWhatIsThere() {
    Property.holds(12, random -> new Run(random, 0).run());
  }

  @Test
  void soDoesHeOverAHostileEngine() {
    Property.holds(4, random -> new Run(random, 0.15).run());
  }

  @Test
  void nothingIsToldOfAVersionThatNeverWas() {
    try (World world = new World(new MemoryEngine(new World.TestClock()), folder, clock())) {
      AccountId ada = world.account("ada");
      var far = new Difference.Point(world.post.version(ada) + 1, 0);
      assertTrue(world.post.differences().emails(ada, world.post.view(ada), far, 10).isEmpty());
      assertTrue(world.post.differences().threads(ada, world.post.view(ada), far, 10).isEmpty());
    }
  }

  private static World.TestClock clock() {
    return new World.TestClock();
  }

  /** What somebody knows of things of one kind. */
  private static final class Known<K> {
    private final Set<K> things;
    private Difference.Point at;

    Known(Set<K> things, Difference.Point at) {
      this.things = new HashSet<>(things);
      this.at = at;
    }

    private List<K> without(Set<K> some, Set<K> others) {
      return some.stream().filter(one -> !others.contains(one)).toList();
    }

    /** Takes what is told; whether that is all. */
    boolean take(Difference<K> told, int most, Set<K> there) {
      int count = told.created().size() + told.updated().size() + told.destroyed().size();
      assertTrue(count <= most, "more was told than asked for");
      var once = new HashSet<>(told.created());
      once.addAll(told.updated());
      once.addAll(told.destroyed());
      assertEquals(count, once.size(), "something was told twice");
      things.addAll(told.created());
      things.addAll(told.updated());
      told.destroyed().forEach(things::remove);
      assertFalse(told.more() && told.reached().equals(at), "no step forward");
      at = told.reached();
      if (!told.more()) {
        assertEquals(List.of(), without(there, things), "what was not told of");
        assertEquals(List.of(), without(things, there), "what was not told to be gone");
      }
      return !told.more();
    }
  }

  private final class Run {
    private static final int STEPS = 60;
    private final RandomGenerator random;
    private final World world;
    private final AccountId ada;
    private final Changer changer;
    private final List<Known<Email.Origin>> emails = new ArrayList<>();
    private final List<Known<Long>> threads = new ArrayList<>();
    private final List<Known<MailboxId>> mailboxes = new ArrayList<>();

    Run(RandomGenerator random, double badness) {
      this.random = random;
      var clock = new World.TestClock();
      Engine engine = new MemoryEngine(clock);
      Engine over = badness == 0 ? engine : new HostileEngine(engine, random.nextLong(), badness);
      world = new World(over, folder, clock);
      ada = world.account("ada");
      changer = new Changer(world, ada, world.account("bob"), random);
    }

    void run() {
      try (world) {
        for (int i = 0; i < STEPS; i++) {
          if (random.nextInt(6) == 0) {
            begin();
          }
          changer.step();
          follow(false);
        }
        while (!follow(true)) {
          // until all have been told all
        }
      }
    }

    private void begin() {
      var now = new Difference.Point(world.post.version(ada), 0);
      emails.add(new Known<>(shown(), now));
      threads.add(new Known<>(shownThreads(), now));
      mailboxes.add(new Known<>(allMailboxes(), now));
    }

    private Set<Email.Origin> shown() {
      Set<Email.Origin> all = new HashSet<>();
      world
          .post
          .view(ada)
          .each(email -> {
            if (email.isShown()) {
              all.add(email.origin());
            }
          });
      return all;
    }

    private Set<Long> shownThreads() {
      Set<Long> all = new HashSet<>();
      world
          .post
          .view(ada)
          .each(email -> {
            if (email.isShown()) {
              all.add(email.thread());
            }
          });
      return all;
    }

    private Set<MailboxId> allMailboxes() {
      Set<MailboxId> all = new HashSet<>();
      world.post.mailboxes().tree(ada).all().forEach(mailbox -> all.add(mailbox.id()));
      return all;
    }

    /** Some are told something, or each is; whether all know all. */
    private boolean follow(boolean each) {
      boolean done = true;
      AccountView view = world.post.view(ada);
      for (Known<Email.Origin> one : emails) {
        done &= (each || random.nextBoolean()) && one.take(email(one, view), most, shown());
      }
      for (Known<Long> one : threads) {
        done &= (each || random.nextBoolean()) && one.take(thread(one, view), most, shownThreads());
      }
      for (Known<MailboxId> one : mailboxes) {
        done &=
            (each || random.nextBoolean()) && one.take(mailbox(one, view), most, allMailboxes());
      }
      return done;
    }

    private int most;

    private int most() {
      most = random.nextInt(3) == 0 ? 100_000 : random.nextInt(3) == 0 ? 130 : random.nextInt(1, 6);
      return most;
    }

    private Difference<Email.Origin> email(Known<Email.Origin> one, AccountView view) {
      return told(world.post.differences().emails(ada, view, one.at, most()));
    }

    private Difference<Long> thread(Known<Long> one, AccountView view) {
      return told(world.post.differences().threads(ada, view, one.at, most()));
    }

    private Difference<MailboxId> mailbox(Known<MailboxId> one, AccountView view) {
      MailboxTree tree = world.post.mailboxes().tree(ada);
      return told(world.post.differences().mailboxes(ada, view, tree, one.at, most())).difference();
    }

    private static <T> T told(Optional<T> difference) {
      return difference.orElseThrow(() -> new AssertionError("the log is whole"));
    }
  }
}
