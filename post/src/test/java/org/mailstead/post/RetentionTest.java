package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.BlobId;
import org.mailstead.store.KeyRange;
import org.mailstead.store.LogHorizon;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.store.Trimming;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private final MemoryEngine engine = new MemoryEngine(clock);
  private World world;
  private AccountId ada;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    world = new World(engine, folder, clock);
    ada = world.account("ada");
    inbox = world.post.mailboxes().tree(ada).inbox().id();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private long purge() {
    return world.post.retention().purge(ada, clock.instant());
  }

  private int rows(KeyRange range) {
    return world.store.read(MailKeys.partition(ada)).scan(range, false, 10_000).size();
  }

  private List<Integer> append(int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(world.tagged(ada, "m" + i, Set.of()));
    }
    return world.post.messages().append(ada, inbox, messages).uids();
  }

  @Test
  void anExpungedMessageCanBeReadForTwoWeeksAndIsThenGone() {
    List<Integer> uids = append(1);
    long email = world.post.view(ada, inbox).get(0).email();
    world.post.messages().expunge(ada, inbox, uids, false);
    clock.pass(DAY.multipliedBy(13));
    assertEquals(0, purge());
    assertEquals("m0", world.post.emails().get(ada, email).preview());
    clock.pass(DAY.multipliedBy(2));
    assertEquals(1, purge());
    assertTrue(world.post.emails().get(ada, List.of(email)).isEmpty());
    var read = world.store.read(MailKeys.partition(ada));
    assertTrue(read.get(MailKeys.structure(email)).isEmpty());
    assertTrue(read.get(MailKeys.body(email)).isEmpty());
    assertEquals(0, rows(MailKeys.thread(email)));
    assertEquals(0, rows(MailKeys.removedUntil(Long.MAX_VALUE)));
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void whatLiesInAnotherMailboxStays() {
    List<Integer> uids = append(1);
    MailboxId trash = world.post.mailboxes().tree(ada).find(Mailbox.Role.TRASH).orElseThrow().id();
    world.post.messages().move(ada, inbox, uids, trash);
    clock.pass(DAY.multipliedBy(30));
    assertEquals(0, purge());
    assertEquals(1, world.post.view(ada, trash).size());
  }

  @Test
  void manyGoInSeveralCommitsAndAKilledPurgeGoesOn() {
    List<Integer> uids = append(250);
    world.post.messages().expunge(ada, inbox, uids, false);
    clock.pass(DAY.multipliedBy(15));
    var mortal = new MortalEngine(engine);
    mortal.dieAfter(1, true);
    try (var dying = new World(mortal, folder.resolve("dying"), clock)) {
      assertThrows(
          MortalEngine.Killed.class, () -> dying.post.retention().purge(ada, clock.instant()));
    }
    assertEquals(50, purge());
    assertEquals(0, rows(MailKeys.emails(0, Long.MAX_VALUE)));
    assertEquals(0, purge());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void aLargeAppendThatDiedBeforeItsIntentIsPurged() {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      messages.add(world.tagged(ada, "m" + i, Set.of()));
    }
    for (int alive = 1; alive < 8; alive++) {
      var mortal = new MortalEngine(engine);
      mortal.dieAfter(alive, true);
      try (var dying = new World(mortal, folder.resolve("dying" + alive), clock)) {
        assertThrows(
            MortalEngine.Killed.class, () -> dying.post.messages().append(ada, inbox, messages));
      }
    }
    assertEquals(0, world.post.view(ada, inbox).size());
    Books.check(world, ada, new Books.Seen());
    clock.pass(DAY.multipliedBy(15));
    assertTrue(purge() > 0);
    assertEquals(0, rows(MailKeys.emails(0, Long.MAX_VALUE)));
    assertEquals(0, rows(MailKeys.intentChunks()));
  }

  @Test
  void anIntentThatNobodyFinishedIsFinishedAndNotPurged() {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      messages.add(world.tagged(ada, "m" + i, Set.of()));
    }
    boolean begun = false;
    for (int alive = 1; !begun; alive++) {
      var mortal = new MortalEngine(engine);
      mortal.dieAfter(alive, false);
      try (var dying = new World(mortal, folder.resolve("dying" + alive), clock)) {
        assertThrows(
            MortalEngine.Killed.class, () -> dying.post.messages().append(ada, inbox, messages));
      }
      begun = rows(MailKeys.intents()) > 0;
    }
    clock.pass(DAY.multipliedBy(30));
    purge();
    assertEquals(120, world.post.view(ada, inbox).size());
    assertEquals(0, rows(MailKeys.intents()));
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void notesOfOldDeliveriesGoAndThoseOfNewOnesStay() {
    world.post.delivery().deliver(ada, world.tagged(ada, "old", Set.of()), "old");
    clock.pass(DAY.multipliedBy(80));
    world.post.delivery().deliver(ada, world.tagged(ada, "new", Set.of()), "new");
    clock.pass(DAY.multipliedBy(20));
    purge();
    assertFalse(world.post.delivery().isDone(ada, "old"));
    assertTrue(world.post.delivery().isDone(ada, "new"));
  }

  private List<Integer> expungedSince(MailboxId mailbox, long version) {
    return world.post.expungedSince(ada, mailbox, version).stream().boxed().toList();
  }

  @Test
  void removalsAreToldAsLongAsTheirMailboxLives() {
    MailboxId box = world.post.mailboxes().create(ada, "box", Mailbox.Role.NONE);
    world.post.messages().expunge(ada, inbox, append(2), false);
    List<Integer> copied = world.post.messages().copy(ada, inbox, append(1), box).uids();
    world.post.messages().expunge(ada, box, copied, false);
    world.post.mailboxes().delete(ada, box);
    clock.pass(DAY.multipliedBy(200));
    purge();
    assertEquals(List.of(1, 2), expungedSince(inbox, 0));
    assertEquals(1, rows(MailKeys.expunged()));
    assertThrows(Refused.class, () -> expungedSince(box, 0));
  }

  @Test
  void whoComesBackFromBeforeTheHorizonIsToldAllThatIsNotThere() {
    List<Integer> uids = append(5);
    long early = world.post.version(ada);
    for (int uid : List.of(5, 2)) {
      world.post.messages().expunge(ada, inbox, List.of(uid), false);
      clock.pass(DAY.multipliedBy(50));
    }
    long late = world.post.version(ada);
    world.post.messages().expunge(ada, inbox, List.of(4), false);
    assertEquals(List.of(2, 4, 5), expungedSince(inbox, early));
    assertEquals(List.of(4), expungedSince(inbox, late));
    var trimming = new Trimming(world.store, new LogHorizon(DAY.multipliedBy(20), 1000, 2));
    assertTrue(trimming.trim(MailKeys.partition(ada), clock.instant()));
    purge();
    assertEquals(1, rows(MailKeys.expunged()));
    assertEquals(List.of(2, 4, 5), expungedSince(inbox, early));
    assertEquals(List.of(4), expungedSince(inbox, late));
    assertEquals(
        List.of(1, 3), Books.list(world.post.view(ada, inbox)).stream().map(Member::uid).toList());
    assertEquals(5, uids.size());
  }

  @Test
  void aBlobIsHeldUntilItsLastEmailIsPurged() {
    NewMessage message = world.message(ada, random(60_000), Set.of());
    List<Integer> uids = world.post.messages().append(ada, inbox, List.of(message, message)).uids();
    BlobId blob = message.body().id();
    assertTrue(world.post.retention().holds(ada, blob));
    world.post.messages().expunge(ada, inbox, uids, false);
    assertTrue(world.post.retention().holds(ada, blob));
    clock.pass(DAY.multipliedBy(15));
    assertEquals(2, purge());
    assertFalse(world.post.retention().holds(ada, blob));
  }

  /** A message that does not get smaller when it is packed. */
  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(7).nextBytes(bytes);
    System.arraycopy(
        "Subject: x\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, bytes, 0, 14);
    return bytes;
  }
}
