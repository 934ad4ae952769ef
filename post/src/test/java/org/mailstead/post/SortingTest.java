package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Junk goes to Junk, unless its user thinks otherwise. */
class SortingTest {
  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private World world;
  private AccountId ada;
  private MailboxId inbox;
  private MailboxId junk;
  private MailboxId trash;
  private int count;

  @BeforeEach
  void open() {
    world = new World(new MemoryEngine(clock), folder, clock);
    ada = world.account("ada");
    MailboxTree tree = world.post.mailboxes().tree(ada);
    inbox = tree.inbox().id();
    junk = tree.find(Mailbox.Role.JUNK).orElseThrow().id();
    trash = tree.find(Mailbox.Role.TRASH).orElseThrow().id();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Delivers one that was found to be so. */
  private void deliver(String from, int points, String dmarc) {
    var verdict = Verdict.of(List.of(new Clue("helo-ours", points, "why")), Scale.DEFAULT);
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason("dmarc", dmarc, "", Instant.EPOCH));
    reasons.addAll(VerdictReasons.of(verdict, Instant.EPOCH));
    String text = "From: X <" + from + ">\r\nSubject: " + ++count + "\r\n\r\nhello\r\n";
    NewMessage message = world.message(ada, text.getBytes(UTF_8), Set.of()).with(reasons);
    world.post.delivery().deliver(ada, message, "key " + count);
  }

  private MailboxView view(MailboxId mailbox) {
    return world.post.view(ada, mailbox);
  }

  private int size(MailboxId mailbox) {
    return view(mailbox).size();
  }

  private void moveNewest(MailboxId from, MailboxId to) {
    MailboxView view = view(from);
    world.post.messages().move(ada, from, List.of(view.get(view.size() - 1).uid()), to);
  }

  private String lastReason(MailboxId mailbox) {
    MailboxView view = view(mailbox);
    Email email = world.post.emails().get(ada, view.get(view.size() - 1).email());
    Reason last = email.details().reasons().getLast();
    return last.who() + " " + last.what();
  }

  @Test
  void junkGoesToJunk() {
    deliver("eve@spam.test", 6, "pass");
    deliver("bob@good.test", 5, "pass");
    assertEquals(1, size(junk));
    assertEquals(1, size(inbox));
    assertEquals("delivery Junk", lastReason(junk));
  }

  @Test
  void whoseMailWasMovedThereGoesThereFromNowOn() {
    deliver("News@shop.test", 0, "none");
    moveNewest(inbox, junk);
    deliver("news@SHOP.test", 0, "none");
    deliver("other@shop.test", 0, "none");
    assertEquals(2, size(junk));
    assertEquals(1, size(inbox));
  }

  @Test
  void whoseMailWasMovedOutIsTakenInFromNowOn() {
    deliver("bob@good.test", 8, "pass");
    moveNewest(junk, inbox);
    deliver("bob@good.test", 8, "pass");
    assertEquals(2, size(inbox));
    assertEquals("opinion ham", lastReason(inbox));
    moveNewest(inbox, junk); // and now the other way again
    deliver("bob@good.test", 0, "pass");
    assertEquals(2, size(junk));
    assertEquals(1, size(inbox));
  }

  private void say(String sender, String choice) {
    String json = "{\"address\": \"" + sender + "\", \"choice\": \"" + choice + "\"}";
    var content = new Records.Content(json, SenderChoices.name(sender), Set.of());
    world.post.records().create(ada, Records.Kind.SENDER, content);
  }

  @Test
  void whoIsBlockedIsJunkForGood() {
    say("Bob@good.test", "blocked");
    deliver("bob@GOOD.test", 0, "pass");
    assertEquals("sender blocked", lastReason(junk));
    moveNewest(junk, inbox); // what is said counts, not what seems to be thought
    deliver("bob@good.test", 0, "pass");
    assertEquals(1, size(junk));
    deliver("other@good.test", 0, "pass");
    assertEquals(2, size(inbox));
  }

  @Test
  void whoIsTrustedIsNoJunkWhenItIsHim() {
    say("@good.test", "trusted");
    deliver("bob@good.test", 8, "pass");
    assertEquals("sender trusted", lastReason(inbox));
    deliver("bob@good.test", 8, "none");
    deliver("bob@good.test", 8, "fail");
    assertEquals(2, size(junk));
    deliver("bob@good.test", 0, "none");
    assertEquals(2, size(inbox));
  }

  @Test
  void theAddressCountsBeforeTheDomain() {
    say("@good.test", "blocked");
    say("bob@good.test", "trusted");
    deliver("bob@good.test", 8, "pass");
    deliver("eve@good.test", 0, "pass");
    assertEquals(1, size(inbox));
    assertEquals(1, size(junk));
  }

  @Test
  void whoIsMutedMakesNoNoise() {
    say("bob@good.test", "muted");
    deliver("bob@good.test", 0, "pass");
    var member = view(inbox).get(0);
    assertTrue(world.post.keywords(ada).names(member.flags()).contains("$muted"));
    deliver("bob@good.test", 8, "pass");
    assertEquals(1, size(junk));
  }

  /** Eve writes as bob, whose mail ada wants. */
  @Test
  void nobodyElseProfitsFromAnOpinion() {
    deliver("bob@good.test", 8, "pass");
    moveNewest(junk, inbox);
    deliver("bob@good.test", 8, "fail");
    deliver("bob@good.test", 8, "none");
    assertEquals(2, size(junk));
    assertEquals(
        "opinion none",
        world.post.emails().get(ada, view(junk).get(0).email()).details().reasons().stream()
            .filter(r -> r.who().equals("opinion"))
            .map(r -> r.who() + " " + r.what())
            .findFirst()
            .orElse(""));
  }

  @Test
  void whatIsThrownAwayIsNotPraised() {
    deliver("eve@spam.test", 8, "pass");
    moveNewest(junk, trash);
    deliver("eve@spam.test", 8, "pass");
    assertEquals(1, size(junk));
  }

  @Test
  void flagsAndCopiesTellItToo() {
    deliver("eve@spam.test", 0, "pass");
    world
        .post
        .messages()
        .flag(
            ada,
            inbox,
            List.of(1),
            new FlagChange(FlagChange.Mode.ADD, Set.of("$Junk")),
            OptionalLong.empty());
    deliver("eve@spam.test", 0, "pass");
    assertEquals(1, size(junk));
    deliver("mallory@spam.test", 0, "pass");
    world.post.messages().copy(ada, inbox, List.of(2), junk);
    deliver("mallory@spam.test", 0, "pass");
    assertEquals(3, size(junk));
  }

  @Test
  void whoHasNoMailboxForJunkGetsItAll() {
    world.post.mailboxes().delete(ada, junk);
    deliver("eve@spam.test", 8, "pass");
    assertEquals(1, size(inbox));
    assertEquals("delivery INBOX", lastReason(inbox));
  }

  /** Mail of our own users is not judged, and whoever judged it elsewhere is not believed. */
  @Test
  void whatWasNotJudgedGoesToInbox() {
    NewMessage message =
        world.message(
            ada, "X-Mailstead-Verdict: junk; points=9\r\n\r\nx".getBytes(UTF_8), Set.of());
    world.post.delivery().deliver(ada, message, "k");
    assertEquals(1, size(inbox));
  }

  private void deliver(String id, String more) {
    String text =
        "From: x@far.test\r\nSubject: Re: plan\r\nMessage-ID: <%s@far.test>\r\n%s\r\nhi\r\n"
            .formatted(id, more);
    NewMessage message = world.message(ada, text.getBytes(UTF_8), Set.of());
    world.post.delivery().deliver(ada, message, "key " + id);
  }

  private void flagLast(MailboxId mailbox, FlagChange.Mode mode, String flag) {
    MailboxView view = view(mailbox);
    var change = new FlagChange(mode, Set.of(flag));
    int uid = view.get(view.size() - 1).uid();
    world.post.messages().flag(ada, mailbox, List.of(uid), change, OptionalLong.empty());
  }

  @Test
  void answersInAMutedThreadAreArchived() {
    MailboxId archive =
        world.post.mailboxes().tree(ada).find(Mailbox.Role.ARCHIVE).orElseThrow().id();
    String answers = "In-Reply-To: <1@far.test>\r\n";
    deliver("1", "");
    deliver("2", answers);
    assertEquals(2, size(inbox));
    flagLast(inbox, FlagChange.Mode.ADD, "$muted");
    deliver("3", answers);
    deliver("4", "References: <1@far.test> <3@far.test>\r\n");
    deliver("other", "");
    assertEquals(3, size(inbox), "another thread is not muted");
    assertEquals(2, size(archive));
    assertEquals("thread muted", lastReason(archive));
    assertTrue(world.post.keywords(ada).names(view(archive).get(0).flags()).contains("$muted"));
    for (MailboxId mailbox : List.of(inbox, archive)) {
      Books.list(view(mailbox))
          .forEach(member -> {
            var change = new FlagChange(FlagChange.Mode.REMOVE, Set.of("$muted"));
            world
                .post
                .messages()
                .flag(ada, mailbox, List.of(member.uid()), change, OptionalLong.empty());
          });
    }
    deliver("5", answers);
    assertEquals(4, size(inbox), "and may be heard of again");
  }

  @Test
  void aMutedSenderMutesNoThread() {
    world
        .post
        .records()
        .create(
            ada,
            Records.Kind.SENDER,
            new Records.Content(
                "{\"address\": \"x@far.test\", \"choice\": \"muted\"}",
                java.util.Optional.of("x@far.test"),
                Set.of()));
    deliver("1", "");
    deliver("2", "In-Reply-To: <1@far.test>\r\n");
    assertEquals(2, size(inbox));
  }
}
