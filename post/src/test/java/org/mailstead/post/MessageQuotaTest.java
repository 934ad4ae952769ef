package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.KeyRange;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** How many messages an account may keep: copies take no octets, and would come for nothing. */
class MessageQuotaTest {
  /** More than one commit copies. */
  private static final int MANY = Messages.BATCH + 30;

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private World world;
  private AccountId ada;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    world = new World(new HostileEngine(new MemoryEngine(clock), 7, 0.1), folder, clock);
    ada = world.account("ada");
    inbox = mailbox("INBOX");
  }

  @AfterEach
  void close() {
    Books.check(world, ada, new Books.Seen());
    world.close();
  }

  private MailboxId mailbox(String path) {
    return world.post.mailboxes().tree(ada).find(path).orElseThrow().id();
  }

  private List<Integer> append(int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(world.tagged(ada, "m" + i, Set.of()));
    }
    return world.post.messages().append(ada, inbox, messages).uids();
  }

  private static void full(Executable what) {
    Refused refused = assertThrows(Refused.class, what);
    assertEquals(Problem.Kind.OVER_QUOTA, refused.problem().kind());
  }

  private Quotas.Use messages() {
    return world.post.quotas().uses(ada).stream()
        .filter(use -> use.resource() == Quotas.Resource.MESSAGE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAccountMayKeepTenMillionMessagesUnlessItsOperatorSaysOtherwise() {
    assertEquals(new Quotas.Use(Quotas.Resource.MESSAGE, 0, 10_000_000), messages());
    world.mayKeep(ada, 5);
    append(2);
    assertEquals(new Quotas.Use(Quotas.Resource.MESSAGE, 2, 5), messages());
    world.mayKeep(ada, 0);
    assertTrue(
        world.post.quotas().uses(ada).stream()
            .noneMatch(use -> use.resource() == Quotas.Resource.MESSAGE));
    world.mayKeep(ada, Allowance.DEFAULT.messages());
    assertEquals(new Quotas.Use(Quotas.Resource.MESSAGE, 2, 10_000_000), messages());
  }

  @Test
  void whateverBringsAnotherMessageIsRefused() {
    world.mayKeep(ada, 3);
    List<Integer> uids = append(2);
    world.post.messages().copy(ada, inbox, uids.subList(0, 1), inbox);
    full(() -> world.post.messages().copy(ada, inbox, uids, inbox));
    full(() -> append(1));
    full(() -> append(60)); // more than one commit
    full(() -> world.post.delivery().check(ada));
    NewMessage message = world.tagged(ada, "x", Set.of());
    full(() -> world.post.delivery().deliver(ada, message, "1"));
    var _ =
        world.post.messages().replace(ada, inbox, uids.getFirst(), inbox, message).orElseThrow();
    world.post.messages().move(ada, inbox, uids.subList(1, 2), mailbox("Trash"));
    assertEquals(3, messages().used());
    world.post.messages().expunge(ada, mailbox("Trash"), List.of(1), false);
    world.post.delivery().check(ada);
    assertEquals(5, world.post.delivery().deliver(ada, message, "2"));
  }

  @Test
  void aLargeCopyThatHasNoRoomLeavesNothing() {
    List<Integer> uids = append(MANY);
    world.mayKeep(ada, 2 * MANY - 1);
    full(() -> world.post.messages().copy(ada, inbox, uids, inbox));
    assertEquals(0, chunks());
    assertEquals(MANY, messages().used());
    world.mayKeep(ada, 2 * MANY);
    world.post.messages().copy(ada, inbox, uids, inbox);
    assertEquals(2 * MANY, messages().used());
  }

  @Test
  void aLargeCopyThatIsRefusedInTheEndLeavesNothing() {
    List<Integer> uids = append(MANY);
    MailboxId gone = world.post.mailboxes().create(ada, "gone", Mailbox.Role.NONE);
    world.post.mailboxes().delete(ada, gone);
    assertThrows(Refused.class, () -> world.post.messages().copy(ada, inbox, uids, gone));
    assertEquals(0, chunks());
  }

  private int chunks() {
    var count = new AtomicInteger();
    KeyRange all = MailKeys.intentChunks();
    world.store.read(MailKeys.partition(ada)).each(all, _ -> count.incrementAndGet());
    return count.get();
  }

  /** Each looks whether there is room before the others have taken it. */
  @Test
  void manyAtOnceDoNotComeOverTheLimitTogether() throws InterruptedException {
    List<Integer> uids = append(MANY);
    world.mayKeep(ada, 3 * MANY);
    List<Thread> threads = new ArrayList<>();
    var done = new AtomicInteger();
    for (String path : List.of("Drafts", "Sent", "Junk", "Trash", "Archive")) {
      MailboxId to = mailbox(path);
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              world.post.messages().copy(ada, inbox, uids, to);
              done.incrementAndGet();
            } catch (Refused e) {
              assertEquals(Problem.Kind.OVER_QUOTA, e.problem().kind());
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(2, done.get());
    assertEquals(3 * MANY, messages().used());
    assertEquals(0, chunks());
  }

  @Test
  void whoCopiesIntoAnotherAccountMeetsItsLimit() {
    AccountId bob = world.account("bob");
    List<Integer> uids = append(MANY);
    world.mayKeep(bob, MANY - 1);
    MailboxId his = world.post.mailboxes().tree(bob).inbox().id();
    var from = new CopyAcross.Place(ada, inbox);
    var to = new CopyAcross.Place(bob, his);
    full(() -> world.post.copies().copy(from, uids, to, FlagScope.ALL));
    full(() -> {
      world.mayKeep(bob, 3);
      world.post.copies().copy(from, uids.subList(0, 4), to, FlagScope.ALL);
    });
    world.post.copies().copy(from, uids.subList(0, 3), to, FlagScope.ALL);
    Books.check(world, bob, new Books.Seen());
  }

  @Test
  void aHomeInWhichMessagesWereNotCountedYetIsCountedOnce() {
    append(MANY);
    world.post.messages().copy(ada, inbox, List.of(1, 2), mailbox("Archive"));
    forget();
    assertEquals(MANY + 2, messages().used());
    world.mayKeep(ada, MANY + 2);
    full(() -> world.post.delivery().check(ada));
    full(() -> append(1));
    world.post.messages().expunge(ada, inbox, List.of(3), false);
    forget();
    assertEquals(List.of(MANY + 1), append(1));
  }

  /** The row as an older program wrote it. */
  private void forget() {
    world.store.update(
        MailKeys.partition(ada),
        draft -> {
          AccountRow row =
              Row.read(draft.get(MailKeys.account()).orElseThrow(), AccountRow.parser());
          draft.put(MailKeys.account(), Row.write(row.toBuilder().clearMessages().build()));
        });
  }
}
