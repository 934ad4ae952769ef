package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Emails are changed as a whole, wherever they lie. */
class EmailEditsTest {
  @TempDir Path folder;
  private World world;
  private AccountId ada;
  private MailboxId inbox;
  private MailboxId archive;
  private MailboxId trash;

  @BeforeEach
  void open() {
    var clock = new World.TestClock();
    world = new World(new MemoryEngine(clock), folder, clock);
    ada = world.account("ada");
    inbox = box(Mailbox.Role.INBOX);
    archive = box(Mailbox.Role.ARCHIVE);
    trash = box(Mailbox.Role.TRASH);
  }

  @AfterEach
  void close() {
    Books.check(world, ada, new Books.Seen());
    world.close();
  }

  private MailboxId box(Mailbox.Role role) {
    return world.post.mailboxes().tree(ada).find(role).orElseThrow().id();
  }

  private long create(Set<MailboxId> where, String... flags) {
    return world.post.edits().create(ada, where, world.tagged(ada, "t", Set.of(flags)));
  }

  private AccountEmail email(long number) {
    return world.post.view(ada).find(number).orElseThrow();
  }

  private Set<String> flags(long number) {
    return new HashSet<>(world.post.keywords(ada).names(email(number).flags()));
  }

  private Optional<Problem.Kind> apply(
      long number, EmailEdit.Change<MailboxId> where, EmailEdit.Change<String> flags) {
    Map<Long, Problem> problems =
        world.post.edits().apply(ada, List.of(new EmailEdit(number, where, flags)));
    return problems.values().stream().map(Problem::kind).findFirst();
  }

  private void flag(MailboxId box, FlagChange.Mode mode, String... flags) {
    var change = new FlagChange(mode, Set.of(flags));
    world.post.messages().flag(ada, box, uids(box), change, OptionalLong.empty());
  }

  private List<Integer> uids(MailboxId box) {
    return Books.list(world.post.view(ada, box)).stream().map(Member::uid).toList();
  }

  @Test
  void aNewEmailLiesInAllItsMailboxesAndIsStoredOnce() {
    long made = create(Set.of(inbox, archive), "\\Seen", "work");
    assertEquals(Set.of(inbox, archive), Set.copyOf(email(made).mailboxes()));
    assertEquals(Set.of("\\Seen", "work"), flags(made));
    assertEquals(1, world.post.usage(ada).emails());
    assertEquals(email(made).size(), world.post.usage(ada).bytes());
  }

  @Test
  void aNewEmailIsWholeOrNotAtAll() {
    var gone = world.post.mailboxes().create(ada, "gone", Mailbox.Role.NONE);
    world.post.mailboxes().delete(ada, gone);
    Refused e = assertThrows(Refused.class, () -> create(Set.of(inbox, gone)));
    assertEquals(Problem.Kind.NOT_FOUND, e.problem().kind());
    assertEquals(0, world.post.view(ada).size());
    world.quota(ada, 10);
    e = assertThrows(Refused.class, () -> create(Set.of(inbox, archive)));
    assertEquals(Problem.Kind.OVER_QUOTA, e.problem().kind());
    assertEquals(0, world.post.usage(ada).emails());
  }

  @Test
  void anEditIsDoneWholeOrNotAtAll() {
    long made = create(Set.of(inbox));
    var gone = world.post.mailboxes().create(ada, "gone", Mailbox.Role.NONE);
    world.post.mailboxes().delete(ada, gone);
    assertEquals(
        Optional.of(Problem.Kind.NOT_FOUND),
        apply(
            made,
            EmailEdit.Change.by(Set.of(archive, gone), Set.of(inbox)),
            EmailEdit.Change.to(Set.of("\\Seen"))));
    assertEquals(List.of(inbox), email(made).mailboxes());
    assertEquals(Set.of(), flags(made));
    assertEquals(
        Optional.of(Problem.Kind.INVALID),
        apply(
            made,
            EmailEdit.Change.by(Set.of(archive), Set.of(inbox)),
            EmailEdit.Change.to(Set.of("no word"))));
    assertEquals(List.of(inbox), email(made).mailboxes());
  }

  @Test
  void oneThatCannotBeDoneLeavesTheOthers() {
    long one = create(Set.of(inbox));
    long other = create(Set.of(inbox));
    var flags = EmailEdit.Change.to(Set.of("\\Seen"));
    Map<Long, Problem> problems =
        world
            .post
            .edits()
            .apply(
                ada,
                List.of(
                    new EmailEdit(one, EmailEdit.Change.none(), flags),
                    new EmailEdit(99, EmailEdit.Change.none(), flags),
                    new EmailEdit(other, EmailEdit.Change.to(Set.of()), flags)));
    assertEquals(Set.of(99L, other), problems.keySet());
    assertEquals(Set.of("\\Seen"), flags(one));
    assertEquals(Set.of(), flags(other));
  }

  @Test
  void noEmailLiesNowhere() {
    long made = create(Set.of(inbox));
    for (var where :
        List.of(
            EmailEdit.Change.<MailboxId>to(Set.of()),
            EmailEdit.Change.by(Set.of(), Set.of(inbox)),
            EmailEdit.Change.by(Set.of(inbox), Set.of(inbox)))) {
      assertEquals(Optional.of(Problem.Kind.INVALID), apply(made, where, EmailEdit.Change.none()));
    }
    assertEquals(List.of(inbox), email(made).mailboxes());
  }

  @Test
  void itMovesWithItsFlags() {
    long made = create(Set.of(inbox), "\\Flagged", "work");
    assertEquals(
        Optional.empty(),
        apply(made, EmailEdit.Change.to(Set.of(archive, trash)), EmailEdit.Change.none()));
    assertEquals(Set.of(archive, trash), Set.copyOf(email(made).mailboxes()));
    assertEquals(Set.of("\\Flagged", "work"), flags(made));
    assertEquals(List.of(), uids(inbox));
    assertEquals(1, world.post.usage(ada).emails());
  }

  @Test
  void whatIsReadIsReadEverywhereAndWhatIsFlaggedIsFlaggedAnywhere() {
    long made = create(Set.of(inbox, archive), "\\Seen", "\\Draft", "\\Flagged", "work");
    flag(archive, FlagChange.Mode.REPLACE);
    assertEquals(Set.of("\\Flagged", "work"), flags(made));
    apply(made, EmailEdit.Change.none(), EmailEdit.Change.by(Set.of("\\Seen"), Set.of("WORK")));
    assertEquals(Set.of("\\Flagged", "\\Seen"), flags(made));
    for (MailboxId box : List.of(inbox, archive)) {
      Member there = world.post.view(ada, box).get(0);
      assertEquals(
          Set.of("\\Flagged", "\\Seen"), Set.copyOf(world.post.keywords(ada).names(there.flags())));
    }
  }

  @Test
  void whatIsMarkedAsDeletedIsNotThere() {
    long made = create(Set.of(inbox, archive));
    flag(archive, FlagChange.Mode.ADD, "\\Deleted");
    assertEquals(List.of(inbox), email(made).mailboxes());
    apply(made, EmailEdit.Change.none(), EmailEdit.Change.to(Set.of("\\Seen")));
    Member hidden = world.post.view(ada, archive).get(0);
    assertEquals(Set.of("\\Deleted"), Set.copyOf(world.post.keywords(ada).names(hidden.flags())));
    flag(inbox, FlagChange.Mode.ADD, "\\Deleted");
    assertEquals(
        Optional.of(Problem.Kind.NOT_FOUND),
        apply(made, EmailEdit.Change.none(), EmailEdit.Change.to(Set.of("\\Seen"))));
    assertEquals(List.of(made), world.post.edits().destroy(ada, List.of(made), Optional.empty()));
    assertEquals(2, uids(inbox).size() + uids(archive).size());
  }

  @Test
  void itIsRemovedFromAllMailboxesOrFromSome() {
    long made = create(Set.of(inbox, archive, trash));
    assertEquals(
        List.of(99L),
        world.post.edits().destroy(ada, List.of(made, 99L), Optional.of(Set.of(inbox))));
    assertEquals(Set.of(archive, trash), Set.copyOf(email(made).mailboxes()));
    assertEquals(List.of(), world.post.edits().destroy(ada, List.of(made), Optional.empty()));
    assertTrue(world.post.view(ada).find(made).isEmpty());
    assertEquals(List.of(made), world.post.edits().destroy(ada, List.of(made), Optional.empty()));
  }

  @Test
  void moreEmailsThanFitIntoACommitAreDone() {
    List<Long> all = new java.util.ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(create(Set.of(inbox)));
    }
    var where = EmailEdit.Change.to(Set.of(archive));
    List<EmailEdit> edits =
        all.stream().map(number -> new EmailEdit(number, where, EmailEdit.Change.none())).toList();
    assertEquals(Map.of(), world.post.edits().apply(ada, edits));
    assertEquals(60, uids(archive).size());
    assertEquals(List.of(), world.post.edits().destroy(ada, all, Optional.empty()));
    assertEquals(0, world.post.view(ada).size());
  }

  @Test
  void anEmailThatIsCopiedTwiceFromAnotherAccountIsOne() {
    AccountId bob = world.account("bob");
    MailboxId theirs = world.post.mailboxes().tree(bob).find(Mailbox.Role.INBOX).orElseThrow().id();
    world.post.messages().append(bob, theirs, List.of(world.tagged(bob, "x", Set.of())));
    var from = new CopyAcross.Place(bob, theirs);
    List<Integer> uids =
        Books.list(world.post.view(bob, theirs)).stream().map(Member::uid).toList();
    for (MailboxId to : List.of(inbox, archive, inbox)) {
      world.post.copies().copy(from, uids, new CopyAcross.Place(ada, to), FlagScope.ALL);
    }
    assertEquals(1, world.post.view(ada).size());
    world
        .post
        .view(ada)
        .each(email -> {
          assertEquals(bob.value(), email.origin().account());
          assertEquals(3, email.places().size());
          assertEquals(Set.of(inbox, archive), Set.copyOf(email.mailboxes()));
          assertEquals(Optional.of(email.number()), world.post.emails().find(ada, email.origin()));
        });
  }
}
