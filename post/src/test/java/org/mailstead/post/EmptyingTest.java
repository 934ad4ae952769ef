package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.store.Space;
import org.mailstead.store.Watchers;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A mailbox is emptied of what it held when that began, whatever comes between. */
class EmptyingTest {
  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();

  private World world(Engine engine) {
    return new World(engine, folder, clock);
  }

  private Jobs jobs(World world, int step) {
    var jobs = new Jobs(world.store, new Timers(world.store, clock), clock);
    jobs.on(Emptying.KIND, new Emptying(world.post, step));
    return jobs;
  }

  private static MailboxId inbox(World world, AccountId account) {
    return world.post.mailboxes().tree(account).inbox().id();
  }

  private static void fill(World world, AccountId account, MailboxId mailbox, int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(world.tagged(account, "m" + i, Set.of()));
    }
    world.post.messages().append(account, mailbox, messages);
  }

  private static Job begin(World world, Jobs jobs, AccountId account, MailboxId mailbox) {
    return jobs.begin(Emptying.job(world.post, account, mailbox, "INBOX"));
  }

  @Test
  void whatComesMeanwhileStays() {
    try (var world = world(new MemoryEngine(clock))) {
      AccountId ada = world.account("ada");
      MailboxId inbox = inbox(world, ada);
      fill(world, ada, inbox, 25);
      Jobs jobs = jobs(world, 10);
      Job job = begin(world, jobs, ada, inbox);
      assertEquals(25, job.total());
      fill(world, ada, inbox, 3);
      // Begun again it is still the one that began before these came.
      assertEquals(job.id(), begin(world, jobs, ada, inbox).id());
      List<Long> seen = new ArrayList<>();
      Job ended = jobs.follow(job.id(), now -> seen.add(now.done()));
      assertEquals(List.of(0L, 10L, 20L), seen);
      assertEquals(25, ended.done());
      assertEquals(3, world.post.view(ada, inbox).size());
      begin(world, jobs, ada, inbox);
      assertEquals(3, jobs.follow(job.id(), _ -> true).done());
      assertEquals(0, world.post.usage(ada).bytes());
      Books.check(world, ada, new Books.Seen());
    }
  }

  @Test
  void anEmptyMailboxAndOneThatIsRemovedMeanwhileAreNoTrouble() {
    try (var world = world(new MemoryEngine(clock))) {
      AccountId ada = world.account("ada");
      Jobs jobs = jobs(world, 10);
      MailboxId box = world.post.mailboxes().create(ada, "Box", Mailbox.Role.NONE);
      Job job = begin(world, jobs, ada, box);
      assertEquals("emptied", jobs.follow(job.id(), _ -> true).result());
      fill(world, ada, box, 20);
      begin(world, jobs, ada, box);
      jobs.follow(job.id(), now -> now.done() == 0);
      world.post.mailboxes().delete(ada, box);
      assertEquals(Job.State.DONE, jobs.follow(job.id(), _ -> true).state());
      assertThrows(Refused.class, () -> Emptying.job(world.post, ada, box, "Box"));
    }
  }

  /** Killed at every commit there is; each part is several commits. */
  @Test
  void killedAnywhereItGoesOn() {
    boolean killed = true;
    for (int alive = 0; killed; alive++) {
      for (boolean applied : new boolean[] {false, true}) {
        var engine = new MemoryEngine(clock);
        AccountId ada;
        try (var world = world(engine)) {
          ada = world.account("ada");
          fill(world, ada, inbox(world, ada), 320);
        }
        var mortal = new MortalEngine(engine);
        mortal.dieAfter(alive, applied);
        killed = isKilled(mortal, ada);
        try (var world = world(engine)) {
          isEmptied(world, ada, alive > 0 || applied);
        }
      }
    }
  }

  private boolean isKilled(MortalEngine mortal, AccountId ada) {
    try (var world = world(mortal)) {
      Jobs jobs = jobs(world, 150);
      jobs.follow(begin(world, jobs, ada, inbox(world, ada)).id(), _ -> true);
      return false;
    } catch (MortalEngine.Killed e) {
      return true;
    }
  }

  private void isEmptied(World world, AccountId ada, boolean begun) {
    Jobs jobs = jobs(world, 150);
    Optional<Job> left = jobs.list().stream().findFirst();
    assertEquals(begun, left.isPresent());
    left.ifPresent(job -> jobs.follow(job.id(), _ -> true));
    assertEquals(begun ? 0 : 320, world.post.view(ada, inbox(world, ada)).size());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void othersMayWorkInTheMailboxAndTheServerMayDieAgainAndAgain() {
    Property.holds(6, random -> life(random, 0));
    Property.holds(3, random -> life(random, 0.15));
  }

  private void life(RandomGenerator random, double badness) {
    var engine = new MemoryEngine(clock);
    AccountId ada;
    MailboxId inbox;
    String id;
    try (var world = world(engine)) {
      ada = world.account("ada");
      inbox = inbox(world, ada);
      fill(world, ada, inbox, 60);
      id = begin(world, jobs(world, 7), ada, inbox).id();
    }
    int late = 0;
    boolean running = true;
    while (running) {
      var mortal = new MortalEngine(engine);
      var over = badness == 0 ? mortal : new HostileEngine(mortal, random.nextLong(), badness);
      try (var world = world(over)) {
        mortal.dieAfter(1 + random.nextInt(12), random.nextBoolean());
        Jobs jobs = jobs(world, 7);
        running = jobs.follow(id, _ -> random.nextInt(5) > 0).isRunning();
      } catch (MortalEngine.Killed e) {
        // the next one goes on
      }
      try (var world = world(engine)) {
        MailboxView view = world.post.view(ada, inbox);
        if (view.size() > 0 && random.nextBoolean()) {
          int uid = view.uid(random.nextInt(view.size()));
          if (uid <= 60) {
            world.post.messages().expunge(ada, inbox, List.of(uid), false);
          }
        }
        fill(world, ada, inbox, 1);
        late++;
        running = jobs(world, 7).find(id).orElseThrow().isRunning();
      }
    }
    try (var world = world(engine)) {
      MailboxView view = world.post.view(ada, inbox);
      assertEquals(late, view.size());
      assertTrue(view.uid(0) > 60);
      Books.check(world, ada, new Books.Seen());
    }
  }

  @Test
  void onANearlyFullDiskRemovingGoesOn() throws Exception {
    var engine = new MemoryEngine(clock);
    AccountId ada;
    try (var world = world(engine)) {
      ada = world.account("ada");
      fill(world, ada, inbox(world, ada), 5);
    }
    var low = new Space(1000, () -> 500, System::nanoTime);
    var store = new Accounts(engine, new Watchers(), low);
    try (var blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, low, clock);
        var world = world(engine)) {
      var post = new Post(store, blobs, new BlobScopes(new byte[32]), world.directory, clock);
      MailboxId inbox = inbox(world, ada);
      NewMessage message = world.tagged(ada, "more", Set.of());
      Refused full =
          assertThrows(Refused.class, () -> post.messages().append(ada, inbox, List.of(message)));
      assertEquals(Problem.Kind.NO_SPACE, full.problem().kind());
      assertEquals(List.of(2), post.messages().expunge(ada, inbox, List.of(2), false));
    }
  }
}
