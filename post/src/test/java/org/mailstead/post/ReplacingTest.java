package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A message in the place of another, and the keys of URLs. */
class ReplacingTest {
  @TempDir Path folder;
  private World world;
  private AccountId ada;
  private MailboxId drafts;
  private MailboxId sent;

  @BeforeEach
  void start() {
    var clock = new World.TestClock();
    world = new World(new HostileEngine(new MemoryEngine(clock), 5, 0.2), folder, clock);
    ada = world.account("ada");
    drafts = mailbox("Drafts");
    sent = mailbox("Sent");
  }

  private MailboxId mailbox(String path) {
    return world.post.mailboxes().tree(ada).find(path).orElseThrow().id();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void oneCommitTakesOneOutAndPutsOneIn() {
    NewMessage old = world.tagged(ada, "old", Set.of("\\Draft"));
    world.post.messages().append(ada, drafts, List.of(old));
    MailboxView before = world.post.view(ada, drafts);
    NewMessage fresh = world.tagged(ada, "new", Set.of("\\Draft"));
    Placed placed = world.post.messages().replace(ada, drafts, 1, drafts, fresh).orElseThrow();
    assertEquals(List.of(2), placed.uids());
    MailboxView after = world.post.view(ada, drafts);
    ViewChange change = after.since(before);
    assertEquals(List.of(1), change.removed());
    assertEquals(1, change.added().size());
    // The new message and the loss of the old one are of one version.
    assertEquals(after.get(0).modseq(), after.highestModseq());
    assertTrue(world.post.messages().replace(ada, drafts, 2, sent, fresh).isPresent());
    assertEquals(0, world.post.view(ada, drafts).size());
    assertEquals(1, world.post.view(ada, sent).size());
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void onlyWhatIsMoreCountsForTheQuota() {
    NewMessage old = world.tagged(ada, "old", Set.of());
    world.post.messages().append(ada, drafts, List.of(old));
    world.quota(ada, old.size());
    NewMessage same = world.tagged(ada, "new", Set.of());
    assertTrue(world.post.messages().replace(ada, drafts, 1, drafts, same).isPresent());
    NewMessage longer = world.tagged(ada, "longer", Set.of());
    Refused full =
        assertThrows(
            Refused.class, () -> world.post.messages().replace(ada, drafts, 2, drafts, longer));
    assertEquals(Problem.Kind.OVER_QUOTA, full.problem().kind());
    assertEquals(1, world.post.view(ada, drafts).size());
    // What lies elsewhere too frees nothing.
    world.post.messages().copy(ada, drafts, List.of(2), sent);
    assertThrows(Refused.class, () -> world.post.messages().replace(ada, drafts, 2, drafts, same));
    Books.check(world, ada, new Books.Seen());
  }

  @Test
  void nothingHappensWhenTheOldOneIsGone() {
    NewMessage fresh = world.tagged(ada, "new", Set.of());
    assertEquals(Optional.empty(), world.post.messages().replace(ada, drafts, 7, drafts, fresh));
    assertEquals(0, world.post.view(ada, drafts).size());
    assertEquals(0, world.post.usage(ada).bytes());
  }

  @Test
  void keysOfUrlsStayUntilTheyAreReset() {
    UrlKeys keys = world.post.urlKeys();
    assertEquals(Optional.empty(), keys.find(ada, drafts));
    byte[] key = keys.provide(ada, drafts);
    assertEquals(32, key.length);
    assertArrayEquals(key, keys.provide(ada, drafts));
    assertFalse(java.util.Arrays.equals(key, keys.provide(ada, sent)));
    keys.reset(ada, drafts);
    assertEquals(Optional.empty(), keys.find(ada, drafts));
    assertFalse(java.util.Arrays.equals(key, keys.provide(ada, drafts)));
    keys.resetAll(ada);
    assertEquals(Optional.empty(), keys.find(ada, sent));
    MailboxId other = world.post.mailboxes().create(ada, "Other", Mailbox.Role.NONE);
    keys.provide(ada, other);
    world.post.mailboxes().delete(ada, other);
    assertEquals(Optional.empty(), keys.find(ada, other));
    assertThrows(Refused.class, () -> keys.provide(ada, other));
  }
}
