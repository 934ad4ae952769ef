package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.identity.Account;
import org.mailstead.post.Arriving;
import org.mailstead.post.Email;
import org.mailstead.post.MailboxView;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Reason;
import org.mailstead.post.Scripts;
import org.mailstead.post.VerdictReasons;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** What scripts make of mail that arrives. */
class RuledDeliveryTest {
  private static final String TEXT =
      """
      From: eve@one.test
      To: bob@example.test
      Subject: hello
      Message-ID: <1@one.test>

      Hi
      """
          .replace("\n", "\r\n");

  @TempDir Path home;

  private static OtherServer server() throws IOException {
    return new OtherServer("127.0.0.2", 0);
  }

  private static void script(Mailroom room, String text) {
    Account bob = room.house.bob;
    room.house.post.scripts().put(new Scripts.Account(bob.id()), "mine", text.getBytes(UTF_8));
    room.house.post.scripts().activate(bob.id(), "mine");
  }

  private static void arrives(Mailroom room, String text, String key) throws IOException {
    arrives(room, Optional.of(House.address("eve@one.test")), text, key);
  }

  private static void arrives(Mailroom room, Optional<EmailAddress> from, String text, String key)
      throws IOException {
    arrives(room, from, text, key, List.of());
  }

  private static void arrives(
      Mailroom room, Optional<EmailAddress> from, String text, String key, List<Reason> reasons)
      throws IOException {
    Account bob = room.house.bob;
    try (Arriving arriving = room.house.post.intake().begin(bob.id())) {
      byte[] bytes = text.getBytes(UTF_8);
      arriving.write(bytes, 0, bytes.length);
      Arriving.Arrived arrived = arriving.finish(bob.id());
      room.queue.deliver(
          bob.id(),
          from,
          bob.address(),
          new NewMessage(
              arrived.body(),
              "Return-Path: <eve@one.test>\r\nReceived: from one.test\r\n".getBytes(UTF_8),
              arrived.structure(),
              arrived.preview(),
              Set.of(),
              room.house.clock.instant().atOffset(ZoneOffset.UTC),
              reasons),
          key);
    }
  }

  /** Messages of a mailbox of Bob's. */
  private static List<Email> emails(Mailroom room, String path) {
    Account bob = room.house.bob;
    room.house.post.mailboxes().provide(bob.id());
    var mailbox = room.house.post.mailboxes().tree(bob.id()).find(path).orElseThrow();
    MailboxView view = room.house.post.view(bob.id(), mailbox.id());
    List<Email> emails = new ArrayList<>();
    for (int i = 0; i < view.size(); i++) {
      emails.add(room.house.post.emails().get(bob.id(), view.get(i).email()));
    }
    return emails;
  }

  private static List<String> rules(Email email) {
    return email.details().reasons().stream()
        .filter(reason -> reason.who().equals("rule"))
        .map(reason -> reason.what() + " (" + reason.evidence() + ")")
        .toList();
  }

  @Test
  void filesWithFlagsIntoANewMailboxAndSaysWhichRuleDid() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      script(
          room,
          """
          require ["fileinto","mailbox","imap4flags"];
          fileinto :create :flags "\\\\Seen" "Lists/One";
          """);
      arrives(room, TEXT, "k1");
      arrives(room, TEXT, "k1");
      List<Email> filed = emails(room, "Lists/One");
      assertEquals(1, filed.size());
      assertEquals(List.of("filed into Lists/One (mine, line 2)"), rules(filed.getFirst()));
      assertEquals(List.of(), emails(room, "INBOX"));
    }
  }

  @Test
  void aMailboxThatIsNotThereLeavesTheMessageInTheInbox() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      script(room, "require \"fileinto\"; fileinto \"Nowhere\";");
      arrives(room, TEXT, "k1");
      assertEquals(
          List.of("kept, since there is no mailbox Nowhere (mine, line 1)"),
          rules(emails(room, "INBOX").getFirst()));
    }
  }

  @Test
  void aScriptThatFailsLosesNothing() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      script(room, "require \"ihave\";\ndiscard; error \"oh\";");
      arrives(room, TEXT, "k1");
      script(room, "this is no script");
      arrives(room, TEXT, "k2");
      List<Email> kept = emails(room, "INBOX");
      assertEquals(2, kept.size());
      assertTrue(rules(kept.get(0)).getFirst().startsWith("could not be run: oh (mine, line 2)"));
      assertTrue(rules(kept.get(1)).getFirst().startsWith("could not be run (mine: line 1"));
    }
  }

  @Test
  void discardedMailIsGoneForGood() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      script(room, "discard;");
      arrives(room, TEXT, "k1");
      script(room, "keep;");
      arrives(room, TEXT, "k1"); // the same delivery again
      assertEquals(List.of(), emails(room, "INBOX"));
    }
  }

  @Test
  void sendsOnOnlyOnceAndNotInCircles() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      script(room, "require \"copy\"; redirect :copy \"x@one.test\";");
      arrives(room, TEXT, "k1");
      room.settle();
      arrives(room, TEXT, "k1");
      room.settle();
      String sent = "X-Loop: bob@example.test\r\nReceived: from one.test\r\n" + TEXT;
      assertEquals(List.of(sent), other.messages());
      // Under an address of ours that leads back to her (SRS), as all mail of others.
      String from = other.commands().get(1);
      assertTrue(from.startsWith("MAIL FROM:<SRS0=") && from.contains("=one.test=eve@"), from);
      assertEquals(1, emails(room, "INBOX").size());
      // What comes back is kept, not sent again.
      arrives(room, sent, "k2");
      room.settle();
      assertEquals(1, other.messages().size());
      assertTrue(rules(emails(room, "INBOX").get(1)).toString().contains("sent on from here"));
    }
  }

  @Test
  void junkIsKeptAndNotSentOn() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      script(room, "redirect \"x@one.test\";");
      var verdict = Verdict.of(List.of(new Clue("x", 9, "bad words")), Scale.DEFAULT);
      List<Reason> reasons = VerdictReasons.of(verdict, room.house.clock.instant());
      arrives(room, Optional.of(House.address("eve@one.test")), TEXT, "k1", reasons);
      room.settle();
      assertEquals(List.of(), other.messages());
      Email kept = emails(room, "Junk").getFirst();
      assertEquals(
          List.of("kept instead of sent on to x@one.test: it was taken for junk (mine, line 1)"),
          rules(kept));
    }
  }

  @Test
  void aDeadlineGoesWithWhatIsSentOn() throws Exception {
    try (var other = server().offers("DELIVERBY DSN");
        var room = new Mailroom(home, other.port())) {
      script(
          room,
          "require [\"redirect-deliverby\", \"redirect-dsn\"];redirect :bytimerelative 600 :bymode"
              + " \"RETURN\" :notify \"NEVER\" \"x@one.test\";");
      arrives(room, TEXT, "k1");
      room.settle();
      assertTrue(other.commands().get(1).contains(" BY=600;R"), other.commands().toString());
      assertTrue(other.commands().get(2).endsWith(" NOTIFY=NEVER"), other.commands().toString());
    }
  }

  @Test
  void aRefusalIsToldWithItsReason() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      script(room, "require \"reject\"; reject \"Not from you.\";");
      Refused refused = assertThrows(Refused.class, () -> arrives(room, TEXT, "k1"));
      assertEquals(Problem.Kind.REFUSED, refused.problem().kind());
      assertEquals(List.of("Not from you."), refused.problem().arguments());
      // Mail that was taken already goes back as a report.
      room.queue.accept(room.house.mail("q1", TEXT, House.here(room.house.bob)));
      room.settle();
      String report = room.house.inbox(room.house.ada).getFirst();
      assertTrue(report.contains("Not from you."), report);
      assertTrue(report.contains("5.7.1"), report);
      assertEquals(List.of(), emails(room, "INBOX"));
    }
  }

  @Test
  void answersASenderOnceInAWhile() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      script(room, "require \"vacation\"; vacation :days 3 \"I am away.\";");
      arrives(room, TEXT, "k1");
      arrives(room, TEXT, "k2");
      room.settle();
      assertEquals(1, other.messages().size());
      String answer = other.messages().getFirst();
      assertTrue(answer.contains("Auto-Submitted: auto-replied (vacation)\r\n"), answer);
      assertTrue(answer.contains("To: eve@one.test\r\n"), answer);
      assertTrue(answer.contains("Subject: Auto: hello\r\n"), answer);
      assertTrue(answer.contains("In-Reply-To: <1@one.test>\r\n"), answer);
      assertTrue(other.commands().get(1).startsWith("MAIL FROM:<>"), answer);
      assertEquals(List.of("answered (mine, line 1)"), rules(emails(room, "INBOX").getFirst()));
      assertTrue(rules(emails(room, "INBOX").get(1)).toString().contains("answered before"));
      room.later(Duration.ofDays(4));
      arrives(room, TEXT, "k3");
      room.settle();
      assertEquals(2, other.messages().size());
    }
  }

  @Test
  void nobodyIsAnsweredWhoCouldBeAProgram() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      script(room, "require \"vacation\"; vacation \"I am away.\";");
      for (String field :
          List.of(
              "Auto-Submitted: auto-generated",
              "Precedence: bulk",
              "List-Id: <l.one.test>",
              "X-Auto-Response-Suppress: All")) {
        arrives(room, field + "\r\n" + TEXT, field);
      }
      arrives(room, TEXT.replace("bob@", "list@"), "unnamed");
      arrives(room, Optional.empty(), TEXT, "null");
      arrives(room, Optional.of(House.address("owner-l@one.test")), TEXT, "owner");
      arrives(room, Optional.of(House.address("bob@example.test")), TEXT, "self");
      room.settle();
      assertEquals(List.of(), other.messages());
      assertEquals(8, emails(room, "INBOX").size());
    }
  }

  @Test
  void aNoticeIsSentButNeverOfAProgramsMail() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      script(room, "require \"enotify\"; notify :message \"News\" \"mailto:me@one.test\";");
      arrives(room, TEXT, "k1");
      arrives(room, "Auto-Submitted: auto-notified\r\n" + TEXT, "k2");
      room.settle();
      assertEquals(1, other.messages().size());
      assertTrue(other.messages().getFirst().contains("Auto-Submitted: auto-notified"));
      assertTrue(other.messages().getFirst().contains("Subject: News\r\n"));
    }
  }

  @Test
  void scriptsForAllRunAroundEverybodysOwn() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      var all = new Scripts.Everybody(TenantId.FIRST);
      var scripts = room.house.post.scripts();
      scripts.put(
          all,
          "first",
          "require \"imap4flags\"; if header :contains \"subject\" \"bad\" { discard; stop; }"
              .getBytes(UTF_8));
      scripts.put(all, "last", "require \"fileinto\"; fileinto \"Archive\";".getBytes(UTF_8));
      scripts.order(TenantId.FIRST, List.of("first"), List.of("last"));
      script(room, "require \"fileinto\"; if size :over 1K { fileinto \"Trash\"; }");
      arrives(room, TEXT, "k1");
      arrives(room, TEXT.replace("hello", "bad"), "k2");
      arrives(room, TEXT + "x".repeat(2000), "k3");
      assertEquals(1, emails(room, "Archive").size());
      assertEquals(1, emails(room, "Trash").size());
      assertEquals(List.of(), emails(room, "INBOX"));
      assertThrows(Refused.class, () -> scripts.delete(all, "first"));
    }
  }

  @Test
  void aDuplicateIsFoundInLaterMail() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      script(room, "require \"duplicate\"; if duplicate :seconds 1000 { discard; }");
      arrives(room, TEXT, "k1");
      arrives(room, TEXT, "k2");
      assertEquals(1, emails(room, "INBOX").size());
      room.later(Duration.ofSeconds(2000));
      arrives(room, TEXT, "k3");
      assertEquals(2, emails(room, "INBOX").size());
    }
  }

  @Test
  void anEditedMessageIsStoredAsTheScriptMadeIt() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      script(room, "require \"editheader\"; addheader \"X-Sorted\" \"yes\";");
      arrives(room, TEXT, "k1");
      assertEquals(
          "X-Sorted: yes\r\nReturn-Path: <eve@one.test>\r\nReceived: from one.test\r\n" + TEXT,
          room.house.inbox(room.house.bob).getFirst());
    }
  }

  private static Set<String> flags(Mailroom room, String path) {
    Account bob = room.house.bob;
    var mailbox = room.house.post.mailboxes().tree(bob.id()).find(path).orElseThrow();
    MailboxView view = room.house.post.view(bob.id(), mailbox.id());
    return Set.copyOf(room.house.post.keywords(bob.id()).names(view.flags(view.size() - 1)));
  }

  private static final String ASIDE =
      """
      require ["snooze", "imap4flags", "mailbox", "fileinto"];
      setflag "quiet";
      snooze :mailbox "Later" :create :addflags ["\\\\Flagged", "back"] :removeflags "quiet" "%s";
      """;

  @Test
  void whatIsPutAsideComesBackByItself() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      String zone = java.time.ZoneId.systemDefault().getId();
      script(
          room,
          ASIDE.formatted(
              java.time.LocalTime.ofInstant(
                      room.house.clock.instant().plusSeconds(7200), java.time.ZoneId.of(zone))
                  .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                  .format(java.time.format.DateTimeFormatter.ISO_LOCAL_TIME)));
      arrives(room, TEXT, "k1");
      assertEquals(1, emails(room, "Snoozed").size());
      assertEquals(List.of(), emails(room, "INBOX"));
      assertTrue(
          rules(emails(room, "Snoozed").getFirst()).getFirst().startsWith("put aside until"));
      assertEquals(Set.of("quiet"), flags(room, "Snoozed"));
      room.later(Duration.ofMinutes(119));
      room.settle();
      assertEquals(1, emails(room, "Snoozed").size());
      room.later(Duration.ofMinutes(1));
      Mailroom.await(() -> emails(room, "Snoozed").isEmpty());
      assertEquals(1, emails(room, "Later").size());
      assertEquals(Set.of("\\Flagged", "back"), flags(room, "Later"));
    }
  }

  @Test
  void whatWasTakenFromAsideStaysWhereItsOwnerPutIt() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      script(room, ASIDE.formatted("00:00"));
      arrives(room, TEXT, "k1");
      Account bob = room.house.bob;
      var tree = room.house.post.mailboxes().tree(bob.id());
      var aside = tree.find("Snoozed").orElseThrow().id();
      room.house.post.messages().move(bob.id(), aside, List.of(1), tree.inbox().id());
      arrives(room, TEXT, "k2");
      room.house.post.mailboxes().delete(bob.id(), tree.find("Later").orElseThrow().id());
      room.later(Duration.ofDays(2));
      Mailroom.await(() -> emails(room, "Snoozed").isEmpty());
      assertEquals(2, emails(room, "INBOX").size(), "also what was to wake up where nothing is");
    }
  }
}
