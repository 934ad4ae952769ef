package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Key;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.store.Space;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** On a disk that is nearly full nothing new is taken; what is there is read, moved, deleted. */
class FullDiskTest {
  private static final long LOW = 1000;
  private static final FlagChange DELETED =
      new FlagChange(FlagChange.Mode.ADD, Set.of("\\Deleted"));

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private final MemoryEngine engine = new MemoryEngine(clock);
  private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong nanos = new AtomicLong();
  private World world;
  private AccountId ada;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    var space = new Space(LOW, free::get, () -> nanos.addAndGet(2_000_000_000L));
    world = new World(engine, folder, clock, space);
    ada = world.account("ada");
    inbox = world.post.mailboxes().tree(ada).inbox().id();
    append(5);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void append(int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(world.tagged(ada, "m" + i, Set.of()));
    }
    world.post.messages().append(ada, inbox, messages);
  }

  private static void refused(Runnable work) {
    assertEquals(Problem.Kind.NO_SPACE, assertThrows(Refused.class, work::run).problem().kind());
  }

  @Test
  void nothingNewIsTakenUntilThereIsRoomAgain() {
    free.set(LOW - 1);
    refused(() -> append(1));
    refused(() -> append(120));
    NewMessage message = world.tagged(ada, "new", Set.of());
    refused(() -> world.post.delivery().deliver(ada, message, "new"));
    refused(() -> world.post.messages().copy(ada, inbox, List.of(1), inbox));
    refused(() -> world.post.mailboxes().create(ada, "box", Mailbox.Role.NONE));
    assertEquals(5, world.post.view(ada, inbox).size());
    free.set(LOW);
    append(1);
    world.post.delivery().deliver(ada, message, "new");
    assertEquals(7, world.post.view(ada, inbox).size());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void whatIsThereIsMarkedMovedAndDeleted() {
    MailboxId box = world.post.mailboxes().create(ada, "box", Mailbox.Role.NONE);
    world.post.messages().copy(ada, inbox, List.of(1, 2), box);
    free.set(LOW - 1);
    Messages messages = world.post.messages();
    messages.flag(ada, inbox, List.of(1, 2), DELETED, OptionalLong.empty());
    assertEquals(List.of(1, 2), messages.expunge(ada, inbox, List.of(1, 2, 3), true));
    MailboxId trash = world.post.mailboxes().tree(ada).find(Mailbox.Role.TRASH).orElseThrow().id();
    messages.move(ada, inbox, List.of(3), trash);
    world.post.mailboxes().delete(ada, box);
    assertEquals(2, world.post.view(ada, inbox).size());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void mailThatWasAcknowledgedIsDeliveredOutOfTheReserve() {
    NewMessage small = world.tagged(ada, "new", Set.of());
    NewMessage large = world.message(ada, RetentionTest.random(60_000), Set.of());
    free.set(LOW - 1);
    assertEquals(6, world.post.delivery().deliverPromised(ada, small, "new"));
    assertEquals(7, world.post.delivery().deliverPromised(ada, large, "large"));
    free.set(LOW / 4 - 1);
    refused(() -> world.post.delivery().deliverPromised(ada, small, "newer"));
  }

  @Test
  void aCopyThatWasBegunIsFinishedSoThatItsMailboxCanBeRead() {
    free.set(Long.MAX_VALUE);
    append(200);
    List<Integer> uids = Books.list(world.post.view(ada, inbox)).stream().map(Member::uid).toList();
    int rows = 0;
    for (int alive = 1; rows == 0; alive++) {
      var mortal = new MortalEngine(engine);
      mortal.dieAfter(alive, false);
      try (var dying = new World(mortal, folder.resolve("dying" + alive), clock)) {
        assertThrows(
            MortalEngine.Killed.class, () -> dying.post.messages().copy(ada, inbox, uids, inbox));
      }
      rows = world.store.read(MailKeys.partition(ada)).scan(MailKeys.intents(), false, 9).size();
    }
    free.set(LOW - 1);
    assertEquals(410, world.post.view(ada, inbox).size());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void aTimerIsSetOutOfTheReserve() {
    free.set(LOW - 1);
    try (var timers = new Timers(world.store, clock)) {
      timers.set(new Timers.Timer("tidy", "tidy", clock.instant()));
      var rows = world.store.read(Timers.shard("tidy"));
      Key end = TimerRows.from(clock.instant().plusSeconds(1));
      assertEquals(1, TimerRows.page(rows, TimerRows.from(Instant.EPOCH), end, 9).size());
    }
  }

  @Test
  void whenTheReserveIsGoneTooMailCanStillBeRead() {
    free.set(LOW / 4 - 1);
    refused(() -> world.post.messages().expunge(ada, inbox, List.of(1), false));
    assertEquals(5, world.post.view(ada, inbox).size());
    assertTrue(world.post.retention().purge(ada, clock.instant()) == 0);
    free.set(LOW);
    world.post.messages().expunge(ada, inbox, List.of(1), false);
  }
}
