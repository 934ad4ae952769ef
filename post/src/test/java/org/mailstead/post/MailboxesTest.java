package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.post.rows.OldSubscriptionRow;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class MailboxesTest {
  @TempDir Path folder;

  private World world;
  private Mailboxes mailboxes;
  private AccountId ada;

  @BeforeEach
  void open() {
    var clock = new World.TestClock();
    world = new World(new MemoryEngine(clock), folder, clock);
    mailboxes = world.post.mailboxes();
    ada = world.account("ada");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private MailboxId create(String path) {
    return mailboxes.create(ada, path, Mailbox.Role.NONE);
  }

  private String path(MailboxId id) {
    MailboxTree tree = mailboxes.tree(ada);
    return tree.path(tree.find(id).orElseThrow());
  }

  private void refused(Problem.Kind kind, Runnable work) {
    Refused e = assertThrows(Refused.class, work::run);
    assertEquals(kind, e.problem().kind());
  }

  @Test
  void aNewAccountHasOneMailboxForEachRoleInboxFirst() {
    List<Mailbox> all = mailboxes.tree(ada).all();
    assertEquals("INBOX", all.getFirst().name());
    assertEquals(6, all.stream().map(Mailbox::role).distinct().count());
    assertEquals(6, all.stream().map(Mailbox::uidValidity).distinct().count());
    long version = world.post.version(ada);
    mailboxes.provide(ada);
    assertEquals(version, world.post.version(ada));
  }

  @Test
  void twoSpellingsOfOneNameAreOneMailbox() {
    MailboxId id = create("Gro\u0308\u00dfe");
    assertEquals("Gr\u00f6\u00dfe", path(id));
    assertEquals(id, mailboxes.tree(ada).find("Gro\u0308\u00dfe").orElseThrow().id());
    refused(Problem.Kind.EXISTS, () -> create("Gr\u00f6\u00dfe"));
    mailboxes.subscribe(ada, "Gro\u0308\u00dfe", true);
    assertTrue(mailboxes.tree(ada).find(id).orElseThrow().subscribed());
  }

  @Test
  void inboxIsInboxInAnyCaseAndOnlyAtTheTop() {
    refused(Problem.Kind.EXISTS, () -> create("iNbOx"));
    MailboxId below = create("inbox/inbox");
    assertEquals("INBOX/inbox", path(below));
    assertTrue(mailboxes.tree(ada).find("Inbox/inbox").isPresent());
    assertFalse(mailboxes.tree(ada).find("INBOX/INBOX").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a//b",
        "a//",
        " ",
        "a/ /b",
        "a\u0000b",
        "a\rb",
        "a\u007f",
        "a\u0085",
        "a\u2028b",
        "\ufffd",
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u"
      })
  void badNamesAreRefused(String name) {
    refused(Problem.Kind.INVALID, () -> create(name));
  }

  @Test
  void aNameMayHave255OctetsAndNoMore() {
    create("\u00e9".repeat(127) + "x");
    refused(Problem.Kind.INVALID, () -> create("\u00e9".repeat(128)));
  }

  @Test
  void whatIsMissingAboveIsMadeToo() {
    MailboxId id = create("a/b/c/");
    assertEquals("a/b/c", path(id));
    assertTrue(mailboxes.tree(ada).find("a/b").isPresent());
  }

  @Test
  void renamingKeepsMessagesUidValidityAndWhatLiesInside() {
    MailboxId id = create("a");
    MailboxId inner = create("a/inner");
    long uidValidity = mailboxes.tree(ada).find(id).orElseThrow().uidValidity();
    world.post.messages().append(ada, id, List.of(world.tagged(ada, "x", Set.of())));
    mailboxes.rename(ada, id, "new/b");
    assertEquals("new/b", path(id));
    assertEquals("new/b/inner", path(inner));
    assertEquals(uidValidity, mailboxes.tree(ada).find(id).orElseThrow().uidValidity());
    assertEquals(1, world.post.view(ada, id).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a/inner/b", "a/x/y/z"})
  void aMailboxCannotBeMovedIntoItself(String path) {
    MailboxId id = create("a");
    create("a/inner");
    refused(Problem.Kind.INVALID, () -> mailboxes.rename(ada, id, path));
    assertEquals("a", path(id));
    assertFalse(mailboxes.tree(ada).find("a/x").isPresent());
  }

  @Test
  void aTreeDoesNotGetDeeperByRenaming() {
    MailboxId id = create("a/b/c/d/e/f/g/h/i/j");
    MailboxId top = mailboxes.tree(ada).find("a").orElseThrow().id();
    mailboxes.rename(ada, top, "1/2/3/4/5/6/7/8/9/10/11");
    assertEquals("1/2/3/4/5/6/7/8/9/10/11/b/c/d/e/f/g/h/i/j", path(id));
    refused(Problem.Kind.INVALID, () -> mailboxes.rename(ada, top, "1/2/3/4/5/6/7/8/9/10/x/11"));
  }

  @Test
  void renamingToANameInUseIsRefused() {
    MailboxId id = create("a");
    create("b");
    refused(Problem.Kind.EXISTS, () -> mailboxes.rename(ada, id, "b"));
    refused(Problem.Kind.EXISTS, () -> mailboxes.rename(ada, id, "inbox"));
  }

  @Test
  void renamingInboxMovesItsMessagesAndLeavesItThere() {
    MailboxId inbox = mailboxes.tree(ada).inbox().id();
    create("INBOX/below");
    world.post.messages().append(ada, inbox, List.of(world.tagged(ada, "x", Set.of())));
    mailboxes.rename(ada, inbox, "old mail");
    assertEquals(0, world.post.view(ada, inbox).size());
    MailboxId to = mailboxes.tree(ada).find("old mail").orElseThrow().id();
    assertEquals(1, world.post.view(ada, to).size());
    assertEquals("INBOX", path(inbox));
    assertTrue(mailboxes.tree(ada).find("INBOX/below").isPresent());
  }

  @Test
  void aMailboxWithOthersInsideAndInboxCannotBeDeleted() {
    MailboxId id = create("a");
    create("a/b");
    refused(Problem.Kind.BUSY, () -> mailboxes.delete(ada, id));
    MailboxId inbox = mailboxes.tree(ada).inbox().id();
    refused(Problem.Kind.NOT_PERMITTED, () -> mailboxes.delete(ada, inbox));
  }

  @Test
  void aDeletedMailboxTakesItsMessagesAlongAndNeverComesBack() {
    MailboxId id = create("a");
    long uidValidity = mailboxes.tree(ada).find(id).orElseThrow().uidValidity();
    world.post.messages().append(ada, id, List.of(world.tagged(ada, "x", Set.of())));
    world.post.view(ada, id);
    mailboxes.delete(ada, id);
    refused(Problem.Kind.NOT_FOUND, () -> world.post.view(ada, id));
    refused(Problem.Kind.NOT_FOUND, () -> mailboxes.state(ada, id));
    assertEquals(0, world.post.usage(ada).bytes());
    MailboxId made = create("a");
    Mailbox again = mailboxes.tree(ada).find(made).orElseThrow();
    assertFalse(again.id().equals(id));
    assertTrue(again.uidValidity() > uidValidity);
  }

  @Test
  void aSubscriptionOutlivesItsMailboxAndMeetsTheNextOfThatName() {
    MailboxId id = create("Gr\u00f6\u00dfe");
    mailboxes.subscribe(ada, "Gr\u00f6\u00dfe", true);
    mailboxes.delete(ada, id);
    assertEquals(List.of("Gr\u00f6\u00dfe"), mailboxes.tree(ada).oldSubscriptions());
    MailboxId again = create("Gr\u00f6\u00dfe");
    assertTrue(mailboxes.tree(ada).find(again).orElseThrow().subscribed());
    assertEquals(List.of(), mailboxes.tree(ada).oldSubscriptions());
  }

  @Test
  void aTreeIsReadOnceWhileOnlyMessagesComeAndGo() {
    MailboxId id = create("work");
    MailboxTree before = mailboxes.tree(ada);
    Mailbox known = before.find(id).orElseThrow();
    world.post.messages().append(ada, id, List.of(world.tagged(ada, "one", Set.of())));
    MailboxTree after = mailboxes.tree(ada);
    assertTrue(after.version() > before.version());
    assertSame(known, after.find(id).orElseThrow());
    mailboxes.rename(ada, id, "play");
    assertEquals("play", path(id));
  }

  @Test
  void anOldSubscriptionCanBeEnded() {
    MailboxId id = create("Gr\u00f6\u00dfe");
    mailboxes.subscribe(ada, "Gr\u00f6\u00dfe", true);
    mailboxes.delete(ada, id);
    mailboxes.subscribe(ada, "Gro\u0308\u00dfe", false);
    assertEquals(List.of(), mailboxes.tree(ada).oldSubscriptions());
    refused(Problem.Kind.NOT_FOUND, () -> mailboxes.subscribe(ada, "Gr\u00f6\u00dfe", false));
    refused(Problem.Kind.NOT_FOUND, () -> mailboxes.subscribe(ada, "nothing", true));
  }

  /** Making and removing subscribed mailboxes over and over must not fill the account. */
  @Test
  void namesOfRemovedMailboxesAreRememberedUpToALimit() {
    for (int from = 2; from <= Mailboxes.MAX_MAILBOXES; from += 500) {
      int first = from;
      world.store.update(
          MailKeys.partition(ada),
          draft -> {
            for (int i = first; i < first + 500 && i <= Mailboxes.MAX_MAILBOXES; i++) {
              byte[] row = Row.write(OldSubscriptionRow.newBuilder().setPath("was " + i).build());
              draft.put(MailKeys.oldSubscription(Threads.hash("was " + i)), row);
            }
          });
    }
    for (String path : List.of("last", "one too many")) {
      MailboxId id = create(path);
      mailboxes.subscribe(ada, path, true);
      mailboxes.delete(ada, id);
    }
    List<String> old = mailboxes.tree(ada).oldSubscriptions();
    assertEquals(Mailboxes.MAX_MAILBOXES, old.size());
    assertTrue(old.contains("last"));
    assertFalse(old.contains("one too many"));
  }
}
