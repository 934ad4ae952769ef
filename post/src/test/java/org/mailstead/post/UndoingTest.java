package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What was done to emails in one go is undone in one. */
class UndoingTest {
  @TempDir Path folder;
  private World.TestClock clock;
  private World world;
  private AccountId ada;
  private MailboxId inbox;
  private MailboxId archive;
  private MailboxId trash;
  private long deeds;

  @BeforeEach
  void open() {
    clock = new World.TestClock();
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

  private long create(MailboxId where, String... flags) {
    return world.post.edits().create(ada, Set.of(where), world.tagged(ada, "t", Set.of(flags)));
  }

  private Deed deed(LongConsumer work) {
    long from = world.post.version(ada);
    long id = ++deeds;
    work.accept(id);
    return new Deed(id, from, world.post.version(ada));
  }

  private Deed edit(EmailEdit... edits) {
    return deed(id -> assertEquals(Map.of(), world.post.edits().apply(ada, List.of(edits), id)));
  }

  private Deed destroy(Long... emails) {
    return deed(id ->
        assertEquals(
            List.of(), world.post.edits().destroy(ada, List.of(emails), Optional.empty(), id)));
  }

  private static EmailEdit move(long email, MailboxId from, MailboxId to) {
    return new EmailEdit(
        email, EmailEdit.Change.by(Set.of(to), Set.of(from)), EmailEdit.Change.none());
  }

  private static EmailEdit flags(long email, Set<String> in, Set<String> out) {
    return new EmailEdit(email, EmailEdit.Change.none(), EmailEdit.Change.by(in, out));
  }

  private Undoing.Part undo(Deed deed) {
    return undo(deed, Rights.ALL);
  }

  private Undoing.Part undo(Deed deed, Rights rights) {
    Undoing.Part part =
        world.post.undoing().undo(ada, deed, deed.from(), 10_000, _ -> rights, ++deeds);
    assertEquals(false, part.more());
    return part;
  }

  private Problem.Kind refused(Undoing.Part part, long email) {
    assertEquals(List.of(), part.undone());
    return java.util.Objects.requireNonNull(part.problems().get(email)).kind();
  }

  private Set<String> flags(long number) {
    return new HashSet<>(world.post.keywords(ada).names(email(number).flags()));
  }

  private AccountEmail email(long number) {
    return world.post.view(ada).find(number).orElseThrow();
  }

  private Set<MailboxId> where(long number) {
    return world
        .post
        .view(ada)
        .find(number)
        .map(found -> Set.copyOf(found.mailboxes()))
        .orElse(Set.of());
  }

  @Test
  void whatWasMovedIsBackWithItsFlags() {
    long email = create(inbox, "\\Flagged", "project");
    Deed deed = edit(move(email, inbox, archive));
    assertEquals(Set.of(archive), where(email));
    assertEquals(List.of(email), undo(deed).undone());
    assertEquals(Set.of(inbox), where(email));
    assertEquals(Set.of("\\Flagged", "project"), flags(email));
  }

  @Test
  void whatWasRemovedEverywhereIsBackEverywhere() {
    long email = create(inbox, "\\Seen");
    edit(
        new EmailEdit(email, EmailEdit.Change.to(Set.of(inbox, archive)), EmailEdit.Change.none()));
    long used = world.post.usage(ada).bytes();
    Deed deed = destroy(email);
    assertEquals(Set.of(), where(email));
    assertEquals(0, world.post.usage(ada).bytes());
    undo(deed);
    assertEquals(Set.of(inbox, archive), where(email));
    assertEquals(Set.of("\\Seen"), flags(email));
    assertEquals(used, world.post.usage(ada).bytes());
  }

  @Test
  void anUndoIsUndone() {
    long email = create(inbox);
    Deed deed = edit(move(email, inbox, trash));
    long from = world.post.version(ada);
    world.post.undoing().undo(ada, deed, deed.from(), 100, _ -> Rights.ALL, 77);
    assertEquals(Set.of(inbox), where(email));
    undo(new Deed(77, from, world.post.version(ada)));
    assertEquals(Set.of(trash), where(email));
  }

  @Test
  void anUndoneRemovalIsUndone() {
    long email = create(inbox);
    Deed deed = destroy(email);
    long from = world.post.version(ada);
    world.post.undoing().undo(ada, deed, deed.from(), 100, _ -> Rights.ALL, 77);
    assertEquals(Set.of(inbox), where(email));
    undo(new Deed(77, from, world.post.version(ada)));
    assertEquals(Set.of(), where(email));
  }

  @Test
  void aCopyThatIsTheLastPlaceStays() {
    long email = create(inbox);
    Deed deed =
        edit(
            new EmailEdit(
                email, EmailEdit.Change.by(Set.of(archive), Set.of()), EmailEdit.Change.none()));
    edit(
        new EmailEdit(
            email, EmailEdit.Change.by(Set.of(), Set.of(inbox)), EmailEdit.Change.none()));
    assertEquals(Problem.Kind.NOT_FOUND, refused(undo(deed), email));
    assertEquals(Set.of(archive), where(email));
  }

  @Test
  void whatChangedSinceStays() {
    long email = create(inbox, "a", "b");
    Deed deed = edit(flags(email, Set.of("c"), Set.of("a")));
    edit(flags(email, Set.of("\\Seen"), Set.of("c")));
    edit(flags(email, Set.of("c"), Set.of()));
    edit(flags(email, Set.of(), Set.of("b")));
    undo(deed);
    assertEquals(Set.of("a", "\\Seen"), flags(email), "c as the deed had it goes, b stays gone");
  }

  @Test
  void whatWasReadAfterItWasMovedStaysRead() {
    long email = create(inbox, "mine");
    Deed deed = edit(move(email, inbox, archive));
    edit(flags(email, Set.of("\\Seen"), Set.of()));
    undo(deed);
    assertEquals(Set.of(inbox), where(email));
    assertEquals(Set.of("mine", "\\Seen"), flags(email));
  }

  @Test
  void whatWasMovedOnIsAlsoWhereItWas() {
    long email = create(inbox);
    Deed deed = edit(move(email, inbox, archive));
    edit(move(email, archive, trash));
    undo(deed);
    assertEquals(Set.of(inbox, trash), where(email), "who put it there since has his reason");
  }

  @Test
  void whatIsAlreadyUndoneIsNotUndoneAgain() {
    long email = create(inbox);
    Deed deed = edit(move(email, inbox, archive));
    undo(deed);
    assertEquals(Problem.Kind.NOT_FOUND, refused(undo(deed), email));
    assertEquals(Set.of(inbox), where(email));
  }

  @Test
  void whatCameMeanwhileAndWhatOthersDidIsNotTouched() {
    long email = create(inbox);
    long other = create(inbox);
    Deed deed =
        deed(id -> {
          world.post.edits().apply(ada, List.of(move(email, inbox, archive)), id);
          create(inbox);
          edit(move(other, inbox, trash));
          world.post.edits().apply(ada, List.of(flags(email, Set.of("x"), Set.of())), id);
        });
    undo(deed);
    assertEquals(Set.of(inbox), where(email));
    assertEquals(Set.of(), flags(email));
    assertEquals(Set.of(trash), where(other));
    assertEquals(2, world.post.view(ada, inbox).size());
  }

  @Test
  void aMailboxThatIsGoneIsLeftOut() {
    MailboxId own = world.post.mailboxes().create(ada, "Own", Mailbox.Role.NONE);
    long email = create(own);
    Deed deed = edit(move(email, own, archive));
    world.post.mailboxes().delete(ada, own);
    assertEquals(Problem.Kind.NOT_FOUND, refused(undo(deed), email));
    assertEquals(Set.of(archive), where(email), "it does not vanish");
  }

  @Test
  void whatIsGoneForGoodIsTold() {
    long email = create(inbox);
    Deed deed = destroy(email);
    clock.pass(Duration.ofDays(40));
    world.post.retention().purge(ada, clock.instant());
    assertEquals(Problem.Kind.NOT_FOUND, refused(undo(deed), email));
  }

  @Test
  void whatTheLogHasForgottenIsTold() {
    long email = create(inbox);
    Deed deed = edit(move(email, inbox, archive));
    create(inbox);
    world.store.trim(MailKeys.partition(ada), deed.to());
    var e = assertThrows(Refused.class, () -> undo(deed));
    assertEquals(Problem.Kind.EXPIRED, e.problem().kind());
    var never = new Deed(9, 0, world.post.version(ada) + 50);
    assertThrows(Refused.class, () -> undo(never));
  }

  @Test
  void whoMayNotPutItBackDoesNot() {
    long email = create(inbox);
    Deed deed = edit(move(email, inbox, archive));
    Rights some = Rights.of(Right.LOOKUP, Right.READ, Right.INSERT);
    assertEquals(Problem.Kind.NOT_PERMITTED, refused(undo(deed, some), email));
    assertEquals(Set.of(archive), where(email));
    Deed flagged = edit(flags(email, Set.of("\\Seen", "x"), Set.of()));
    Rights seen = Rights.of(Right.LOOKUP, Right.READ, Right.SEEN);
    assertEquals(Problem.Kind.NOT_PERMITTED, refused(undo(flagged, seen), email));
    assertEquals(Set.of("\\Seen", "x"), flags(email));
  }

  @Test
  void partsGoOnWhereTheyWere() {
    List<EmailEdit> edits = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      edits.add(move(create(inbox), inbox, archive));
    }
    Deed deed = edit(edits.toArray(EmailEdit[]::new));
    assertEquals(130, world.post.undoing().count(ada, deed, 500));
    assertEquals(41, world.post.undoing().count(ada, deed, 40));
    int parts = 0;
    long at = deed.from();
    Set<Long> undone = new TreeSet<>();
    boolean more = true;
    while (more) {
      Undoing.Part part = world.post.undoing().undo(ada, deed, at, 30, _ -> Rights.ALL, 999);
      undone.addAll(part.undone());
      at = part.reached();
      more = part.more();
      parts++;
    }
    assertTrue(parts > 2, parts + " parts");
    assertEquals(130, undone.size());
    assertEquals(130, world.post.view(ada, inbox).size());
    assertEquals(0, world.post.view(ada, archive).size());
  }

  /** Without anything done since, undoing restores exactly what was. */
  @Test
  void anyDeedIsUndoneToWhatWas() {
    var random = new Random(7);
    List<MailboxId> boxes = List.of(inbox, archive, trash);
    List<String> names = List.of("\\Seen", "\\Flagged", "a", "b", "c");
    List<Long> emails = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      emails.add(create(boxes.get(random.nextInt(3))));
    }
    for (int round = 0; round < 300; round++) {
      Map<Long, Set<MailboxId>> places = new HashMap<>();
      Map<Long, Set<String>> flags = new HashMap<>();
      for (long email : emails) {
        places.put(email, where(email));
        flags.put(email, flags(email));
      }
      Deed deed = random(random, emails, boxes, names);
      if (deed.to() == deed.from()) {
        continue;
      }
      undo(deed);
      for (long email : emails) {
        assertEquals(places.get(email), where(email), "round " + round);
        assertEquals(flags.get(email), flags(email), "round " + round);
      }
      random(random, emails, boxes, names, false);
    }
  }

  private Deed random(Random random, List<Long> emails, List<MailboxId> boxes, List<String> names) {
    return random(random, emails, boxes, names, true);
  }

  private Deed random(
      Random random,
      List<Long> emails,
      List<MailboxId> boxes,
      List<String> names,
      boolean mayDestroy) {
    return deed(id -> {
      for (long email : emails) {
        int what = random.nextInt(8);
        if (what == 0 && mayDestroy) {
          world.post.edits().destroy(ada, List.of(email), Optional.empty(), id);
        } else if (what < 5) {
          var edit = new EmailEdit(email, some(random, boxes), some(random, names));
          world.post.edits().apply(ada, List.of(edit), id);
        }
      }
    });
  }

  private static <T> EmailEdit.Change<T> some(Random random, List<T> all) {
    Set<T> in = new HashSet<>();
    Set<T> out = new HashSet<>();
    for (T one : all) {
      switch (random.nextInt(4)) {
        case 0 -> in.add(one);
        case 1 -> out.add(one);
        default -> {}
      }
    }
    return random.nextInt(4) == 0 && !in.isEmpty()
        ? EmailEdit.Change.to(in)
        : EmailEdit.Change.by(in, out);
  }

  /** IMAP sees the same as always: uids never come again. */
  @Test
  void whatIsBackHasAnotherUid() {
    long email = create(inbox);
    int uid = email(email).places().getFirst().uid();
    undo(edit(move(email, inbox, archive)));
    assertTrue(email(email).places().getFirst().uid() > uid);
    var change = new FlagChange(FlagChange.Mode.ADD, Set.of("\\Seen"));
    world.post.messages().flag(ada, inbox, List.of(uid), change, OptionalLong.empty());
    assertEquals(Set.of(), flags(email));
  }

  // ---- mailboxes

  private MailboxId make(String path) {
    return world.post.mailboxes().create(ada, path, Mailbox.Role.NONE);
  }

  private Set<String> paths() {
    MailboxTree tree = world.post.mailboxes().tree(ada);
    var paths = new TreeSet<String>();
    tree.all().forEach(box -> paths.add(tree.path(box)));
    return paths;
  }

  private Mailboxes.Wanted wanted(String name, Optional<MailboxId> parent) {
    return new Mailboxes.Wanted(name, parent, Mailbox.Role.NONE, true, OptionalLong.of(7));
  }

  private MailboxId at(String path) {
    return world.post.mailboxes().tree(ada).find(path).orElseThrow().id();
  }

  @Test
  void mailboxesThatWereDeletedAreBackWithTheirMail() {
    MailboxId outer = make("Outer");
    MailboxId inner = make("Outer/Inner");
    long one = create(inner, "\\Seen");
    long two = create(outer);
    Set<String> before = paths();
    Deed deed =
        deed(id -> {
          world.post.mailboxes().delete(ada, inner, id);
          world.post.mailboxes().delete(ada, outer, id);
        });
    assertEquals(Set.of(), where(one));
    Undoing.Part part = undo(deed);
    assertEquals(2, part.mailboxes().size());
    assertEquals(2, part.undone().size());
    assertEquals(before, paths());
    assertEquals(Set.of(at("Outer/Inner")), where(one));
    assertEquals(Set.of("\\Seen"), flags(one));
    assertEquals(Set.of(at("Outer")), where(two));
    assertTrue(at("Outer").value() > inner.value(), "nothing takes it for the old one");
  }

  @Test
  void whatHasItsNameAndRoleMeanwhileKeepsThem() {
    MailboxId box = make("Box");
    long email = create(box);
    Deed deed = deed(id -> world.post.mailboxes().delete(ada, box, id));
    make("Box");
    undo(deed);
    assertTrue(paths().contains("Box 2"));
    assertEquals(Set.of(at("Box 2")), where(email));
  }

  @Test
  void inPartsTheyAreMadeOnce() {
    MailboxId box = make("Box");
    for (int i = 0; i < 130; i++) {
      create(box);
    }
    Deed deed = deed(id -> world.post.mailboxes().delete(ada, box, id));
    long at = deed.from();
    boolean more = true;
    int parts = 0;
    while (more) {
      Undoing.Part part = world.post.undoing().undo(ada, deed, at, 30, _ -> Rights.ALL, 999);
      at = part.reached();
      more = part.more();
      parts++;
    }
    assertTrue(parts > 1, parts + " parts");
    assertEquals(130, world.post.view(ada, at("Box")).size());
    assertEquals(false, paths().contains("Box 2"));
    long from = deed.to();
    undo(new Deed(999, from, world.post.version(ada)));
    assertEquals(false, paths().contains("Box"), "and gone again when that is undone");
  }

  @Test
  void whatWasRenamedAndMovedIsWhereItWas() {
    MailboxId a = make("A");
    MailboxId b = make("B");
    Deed deed =
        deed(id -> {
          world.post.mailboxes().update(ada, b, wanted("C", Optional.of(a)), id);
          world.post.mailboxes().update(ada, b, wanted("D", Optional.of(a)), id);
        });
    assertTrue(paths().contains("A/D"));
    undo(deed);
    assertEquals(b, at("B"));
    assertEquals(0, undo(deed).mailboxes().size(), "there is nothing to be undone twice");
  }

  @Test
  void whatWasRenamedAgainOrCannotBeStays() {
    MailboxId b = make("B");
    Deed deed =
        deed(id -> world.post.mailboxes().update(ada, b, wanted("C", Optional.empty()), id));
    world.post.mailboxes().rename(ada, b, "Mine");
    undo(deed);
    assertEquals(b, at("Mine"));
    MailboxId x = make("X");
    Deed other =
        deed(id -> world.post.mailboxes().update(ada, x, wanted("Y", Optional.empty()), id));
    make("X");
    undo(other);
    assertEquals(x, at("Y"), "its name is taken");
  }

  @Test
  void whatWasMadeGoesUnlessSomethingIsInIt() {
    Deed deed =
        deed(id -> {
          MailboxId made = world.post.mailboxes().create(ada, wanted("Made", Optional.empty()), id);
          world.post.mailboxes().create(ada, wanted("In", Optional.of(made)), id);
          world.post.mailboxes().create(ada, wanted("Used", Optional.empty()), id);
        });
    create(at("Used"));
    assertEquals(2, undo(deed).mailboxes().size());
    assertEquals(false, paths().contains("Made"));
    assertTrue(paths().contains("Used"));
  }

  @Test
  void whoMayNotDeleteMailboxesDoesNotBringThemBack() {
    MailboxId box = make("Box");
    Deed deed = deed(id -> world.post.mailboxes().delete(ada, box, id));
    undo(deed, Rights.of(Right.LOOKUP, Right.READ, Right.INSERT));
    assertEquals(false, paths().contains("Box"));
  }
}
