package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.Account;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.identity.Recipient;
import org.mailstead.identity.signin.Passwords;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.BlobId;
import org.mailstead.store.Engine;
import org.mailstead.store.Entry;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.store.Partition;
import org.mailstead.store.Since;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** An account goes with all that it has, wherever the server dies, and nothing of it comes back. */
class RemovalTest {
  private static final EmailAddress ADA = EmailAddress.parse("ada@example.test").orElseThrow();
  private static final EmailAddress ALIAS = EmailAddress.parse("boss@example.test").orElseThrow();
  private static final EmailAddress TEAM = EmailAddress.parse("team@example.test").orElseThrow();

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();

  /** A server's life. */
  private final class Life implements AutoCloseable {
    final World world;
    final Jobs jobs;
    final Removal removal;

    Life(Engine engine) {
      world = new World(engine, folder, clock);
      jobs = new Jobs(world.store, new Timers(world.store, clock), clock);
      var directory = new AccountRemoval(world.directory, world.changes);
      removal = new Removal(world.post, world.directory, directory, 7);
      jobs.on(Removal.KIND, removal);
    }

    /** What a start does. */
    void resume() {
      removal.resume(jobs);
      jobs.list().stream().filter(Job::isRunning).forEach(j -> jobs.follow(j.id(), _ -> true));
    }

    void remove(AccountId id) {
      Account account = world.directory.account(id).orElseThrow();
      Job job = jobs.begin(removal.begin(account));
      assertEquals("removed", jobs.follow(job.id(), _ -> true).result());
    }

    @Override
    public void close() {
      world.close();
    }
  }

  /** Ada with mail, a password, an alias and a place in a group; Bob beside her. */
  private AccountId furnish(World world) {
    AccountId ada = world.account("ada");
    AccountId bob = world.account("bob");
    new Passwords(world.store, new Secrets(new byte[32]), clock).set(ada, "secret");
    world.changes.addAlias(ada, ALIAS);
    world.changes.setGroup(
        TEAM, List.of(ADA, world.directory.account(bob).orElseThrow().address()));
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      messages.add(world.tagged(ada, "m" + i, Set.of("work" + i)));
    }
    world.post.messages().append(ada, inbox(world, ada).id(), messages);
    world.post.messages().expunge(ada, inbox(world, ada).id(), List.of(2), false);
    world.post.delivery().deliver(ada, world.tagged(ada, "d", Set.of()), "d");
    world.post.delivery().deliver(bob, world.tagged(bob, "b", Set.of()), "b");
    return ada;
  }

  private static Mailbox inbox(World world, AccountId account) {
    return world.post.mailboxes().tree(account).inbox();
  }

  private static List<Entry> rows(World world, Partition partition) {
    var all = new KeyRange(Key.of(0, 0), Key.of(Key.RESERVED, 0));
    return world.store.read(partition).scan(all, false, 10_000);
  }

  private void nothingIsLeft(World world, AccountId ada) {
    assertEquals(Optional.empty(), world.directory.account(ada));
    assertEquals(List.of(), world.directory.removing());
    assertEquals(new Recipient.Nobody(), world.directory.resolve(ADA));
    assertEquals(new Recipient.Nobody(), world.directory.resolve(ALIAS));
    var team = (Recipient.Local) world.directory.resolve(TEAM);
    assertEquals(1, team.accounts().size());
    Partition mail = MailKeys.partition(ada);
    List<Entry> left = rows(world, mail);
    assertEquals(List.of(MailKeys.account()), left.stream().map(Entry::key).toList());
    assertTrue(
        left.getFirst().value().length < 4, "the row that stays says only that it is closed");
    assertTrue(world.store.changes(mail, 0, 10) instanceof Since.Forgotten, "the log is left");
    Partition person = new Partition(Partition.Kind.PERSON, ada.value());
    assertEquals(List.of(), rows(world, person));
  }

  private void theNextSeesNothing(World world, AccountId ada) {
    AccountId next = world.account("ada");
    assertTrue(next.value() > ada.value());
    assertEquals(0, world.post.view(next, inbox(world, next).id()).size());
    assertEquals(0, world.post.usage(next).bytes());
    world.changes.addAlias(next, ALIAS);
    world.post.delivery().deliver(next, world.tagged(next, "d", Set.of()), "d");
    assertEquals(1, world.post.view(next, inbox(world, next).id()).size());
    Books.check(world, next, new Books.Seen());
  }

  private static void bobHasHisMail(World world) {
    EmailAddress address = EmailAddress.parse("bob@example.test").orElseThrow();
    AccountId bob = world.directory.account(address).orElseThrow().id();
    assertEquals(1, world.post.view(bob, inbox(world, bob).id()).size());
    Books.check(world, bob, new Books.Seen());
  }

  @Test
  void allOfItGoesAndTheAddressIsFree() {
    try (var life = new Life(new MemoryEngine(clock))) {
      AccountId ada = furnish(life.world);
      List<String> seen = new ArrayList<>();
      Account account = life.world.directory.account(ada).orElseThrow();
      Job job = life.jobs.begin(life.removal.begin(account));
      life.jobs.follow(job.id(), now -> seen.add(now.progress()));
      assertEquals("7 of 7", seen.getLast());
      nothingIsLeft(life.world, ada);
      bobHasHisMail(life.world);
      theNextSeesNothing(life.world, ada);
    }
  }

  @Test
  void aHostileStoreIsNotNoticed() {
    try (var life = new Life(new HostileEngine(new MemoryEngine(clock), 11, 0.1))) {
      AccountId ada = furnish(life.world);
      life.remove(ada);
      nothingIsLeft(life.world, ada);
      bobHasHisMail(life.world);
      theNextSeesNothing(life.world, ada);
    }
  }

  @Test
  void killedAtAnyCommitTheNextStartFinishes() {
    boolean killed = true;
    for (int alive = 0; killed; alive++) {
      for (boolean applied : new boolean[] {false, true}) {
        var engine = new MemoryEngine(clock);
        AccountId ada;
        try (var life = new Life(engine)) {
          ada = furnish(life.world);
        }
        var mortal = new MortalEngine(engine);
        mortal.dieAfter(alive, applied);
        try (var life = new Life(mortal)) {
          life.remove(ada);
          killed = false;
        } catch (MortalEngine.Killed e) {
          killed = true;
        }
        try (var life = new Life(engine)) {
          life.resume();
          if (alive > 0 || applied) {
            nothingIsLeft(life.world, ada);
            theNextSeesNothing(life.world, ada);
          } else {
            assertEquals(6, life.world.post.view(ada, inbox(life.world, ada).id()).size());
          }
          bobHasHisMail(life.world);
        }
      }
    }
  }

  /** Whoever still writes, because his session has not ended yet, leaves nothing. */
  @Test
  void writersWhoAreLateAreRefused() {
    Property.holds(4, random -> late(random, new MemoryEngine(clock)));
    Property.holds(
        3,
        random -> late(random, new HostileEngine(new MemoryEngine(clock), random.nextLong(), 0.1)));
  }

  private void late(RandomGenerator random, Engine engine) {
    try (var life = new Life(engine)) {
      AccountId ada = furnish(life.world);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        var client = new Client(life.world, ada, new SplittableRandom(random.nextLong()));
        threads.add(Thread.startVirtualThread(() -> client.work(25)));
      }
      life.remove(ada);
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(
          Set.of(),
          Set.copyOf(
              rows(life.world, MailKeys.partition(ada)).stream()
                  .map(Entry::key)
                  .filter(key -> !key.equals(MailKeys.account()))
                  .filter(key -> !MailKeys.intentChunks().contains(key))
                  .toList()));
      Refused e =
          assertThrows(
              Refused.class,
              () ->
                  life.world
                      .post
                      .delivery()
                      .deliver(ada, life.world.tagged(ada, "x", Set.of()), "x"));
      assertEquals(Problem.Kind.NOT_FOUND, e.problem().kind());
      bobHasHisMail(life.world);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatItAloneHeldOfBlobsIsSweptAndWhatOthersHoldStays() throws IOException {
    try (var life = new Life(new MemoryEngine(clock))) {
      World world = life.world;
      AccountId ada = furnish(world);
      EmailAddress address = EmailAddress.parse("bob@example.test").orElseThrow();
      AccountId bob = world.directory.account(address).orElseThrow().id();
      byte[] shared = RetentionTest.random(60_000);
      byte[] own = RetentionTest.random(70_000);
      BlobId of = append(world, ada, shared);
      append(world, bob, shared);
      BlobId alone = append(world, ada, own);
      life.remove(ada);
      clock.pass(Duration.ofDays(15));
      assertEquals(1, world.blobs.sweep(world.post.retention(), clock.instant()).blobs());
      assertTrue(world.blobs.size(alone).isEmpty());
      assertFalse(world.blobs.size(of).isEmpty());
      assertFalse(world.post.retention().holds(ada, of));
    }
  }

  private static BlobId append(World world, AccountId account, byte[] bytes) {
    NewMessage message = world.message(account, bytes, Set.of());
    world.post.messages().append(account, inbox(world, account).id(), List.of(message));
    return message.body().id();
  }

  @Test
  void aJobInTheAccountEndsWithIt() {
    try (var life = new Life(new MemoryEngine(clock))) {
      AccountId ada = furnish(life.world);
      life.jobs.on(Emptying.KIND, new Emptying(life.world.post, 2));
      Job emptying =
          life.jobs.begin(Emptying.job(life.world.post, ada, inbox(life.world, ada).id(), "INBOX"));
      Account account = life.world.directory.account(ada).orElseThrow();
      Job removing = life.jobs.begin(life.removal.begin(account));
      int[] steps = {0};
      life.jobs.follow(removing.id(), _ -> steps[0]++ < 2);
      assertEquals("it was removed meanwhile", life.jobs.follow(emptying.id(), _ -> true).result());
      assertThrows(Refused.class, () -> life.jobs.cancel(removing.id()));
      life.resume();
      nothingIsLeft(life.world, ada);
    }
  }
}
