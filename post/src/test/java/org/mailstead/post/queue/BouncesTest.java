package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.post.QueuedMail;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.EmailAddress;

/** What became of mail: as its servers said at once, and as they report later. */
@Timeout(60)
class BouncesTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";

  @TempDir Path home;

  private static OtherServer server() throws IOException {
    return new OtherServer("127.0.0.2", 0);
  }

  private static void send(Mailroom room, String id, boolean verp, String... to) throws Exception {
    QueuedMail mail =
        room.house.mail(
            id, TEXT, Arrays.stream(to).map(House::outside).toArray(QueuedMail.To[]::new));
    room.queue.accept(
        new QueuedMail(
            id,
            mail.returnPath(),
            mail.body(),
            mail.prefix(),
            mail.sender(),
            mail.arrived(),
            mail.options().withVerp(verp),
            mail.recipients()));
    room.settle();
  }

  private static String report(String envelopeId, String recipient, String action, String said) {
    return """
    From: mailer-daemon@mx.one.test
    To: ada@example.test
    Subject: returned
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary=b

    --b

    It came back.
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.one.test
    %s

    Final-Recipient: rfc822; %s
    Action: %s
    Status: %s
    Diagnostic-Code: smtp; %s
    --b--
    """
        .formatted(
            envelopeId.isEmpty() ? "X-None: 1" : "Original-Envelope-Id: " + envelopeId,
            recipient,
            action,
            said.split(" ", 3)[1],
            said)
        .replace("\n", "\r\n");
  }

  private static void arrives(Mailroom room, EmailAddress to, String text) throws IOException {
    var ada = room.house.ada;
    try (Arriving arriving = room.house.post.intake().begin(ada.id())) {
      byte[] bytes = text.getBytes(UTF_8);
      arriving.write(bytes, 0, bytes.length);
      Arriving.Arrived arrived = arriving.finish(ada.id());
      room.queue.deliver(
          ada.id(),
          Optional.empty(),
          to,
          new NewMessage(
              arrived.body(),
              new byte[0],
              arrived.structure(),
              arrived.preview(),
              Set.of(),
              room.house.clock.instant().atOffset(ZoneOffset.UTC),
              List.of()),
          "k" + System.nanoTime());
    }
  }

  private static String told(Mailroom room, String id) {
    room.queue.traces().flush();
    return room.queue.traces().find(id).toString();
  }

  private static List<String> stages(Mailroom room, String id) {
    return room.queue.kept(id).map(SentMessage::of).orElseThrow().recipients().stream()
        .map(to -> to.address().local() + " " + to.stage())
        .toList();
  }

  private static List<EmailAddress> senders(OtherServer other) {
    return other.commands().stream()
        .filter(line -> line.startsWith("MAIL FROM:<") && !line.startsWith("MAIL FROM:<>"))
        .map(line -> House.address(line.substring(11, line.indexOf('>'))))
        .toList();
  }

  private static String envelopeId(OtherServer other) {
    String line =
        other.commands().stream().filter(c -> c.contains(" ENVID=")).findFirst().orElseThrow();
    return line.substring(line.indexOf(" ENVID=") + 7).split(" ", 2)[0];
  }

  @Test
  void whatBecameOfEachRecipientIsKeptWithTheAnswers() throws Exception {
    try (var other =
            server()
                .answers(c ->
                    c.startsWith("RCPT TO:<gone")
                        ? "550 5.1.1 unknown"
                        : c.startsWith("RCPT TO:<busy") ? "451 4.3.2 later" : "");
        var room = new Mailroom(home, other.port())) {
      send(room, "q1", false, "x@one.test", "gone@one.test", "busy@one.test");
      assertEquals(List.of("x SENT", "gone FAILED", "busy DELAYED"), stages(room, "q1"));
      other.answers(_ -> "");
      room.later(Duration.ofHours(1));
      room.settle();
      assertEquals(List.of("x SENT", "gone FAILED", "busy SENT"), stages(room, "q1"));
      assertEquals(
          Optional.empty(), room.queue.control().show("q1"), "it is not in the queue any more");
      SentMessage sent = room.queue.sent(room.house.ada.id(), 10).getFirst();
      assertEquals("q1", sent.id());
      QueuedMessage.Answer gone = sent.recipients().get(1).answer().orElseThrow();
      assertEquals(550, gone.code());
      assertEquals("mx.one.test", gone.host());
      assertEquals("There is no such mailbox.", gone.reason());
      assertEquals("", sent.recipients().getFirst().answer().orElseThrow().reason());
      assertEquals(List.of(), room.queue.sent(room.house.bob.id(), 10));
      assertTrue(room.queue.sent(room.house.ada.id(), "q1").isPresent());
      assertEquals(Optional.empty(), room.queue.sent(room.house.bob.id(), "q1"));
    }
  }

  @Test
  void theNewestComeFirstAndWhatIsOldIsForgotten() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      for (int i = 0; i < 5; i++) {
        send(room, "q" + i, false, "x@one.test");
        room.later(Duration.ofHours(1));
      }
      assertEquals(
          List.of("q4", "q3", "q2"),
          room.queue.sent(room.house.ada.id(), 3).stream().map(SentMessage::id).toList());
      room.later(Duration.ofDays(31));
      Mailroom.await(() -> room.queue.sent(room.house.ada.id(), 10).isEmpty());
      assertEquals(Optional.empty(), room.queue.kept("q1"));
    }
  }

  @Test
  void mailThatIsHeldOrThrownAwayIsToldSo() throws Exception {
    var house = new House(home, new MemoryEngine(java.time.InstantSource.system()));
    try (var room = new Mailroom(house, 1, false)) {
      room.queue.accept(house.mail("q1", TEXT, House.outside("x@one.test"), House.here(house.bob)));
      room.settle();
      assertEquals(List.of("x HELD", "bob DELIVERED"), stages(room, "q1"));
      assertTrue(room.queue.control().delete("q1"));
      assertEquals(List.of("x THROWN_AWAY", "bob DELIVERED"), stages(room, "q1"));
    }
  }

  @Test
  void aReportToARecipientsOwnAddressIsNotedAndLearntFrom() throws Exception {
    String no = "550 5.1.1 no such user";
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      for (int i = 0; i < 3; i++) {
        assertEquals(Optional.empty(), room.queue.suppressions().find(House.address("y@one.test")));
        // That its server takes the next one does not mean that somebody is there.
        send(room, "q" + i, true, "x@one.test", "y@one.test");
        EmailAddress second = own(other, "q" + i, 1);
        // Where it was sent on to is another address; who it was for is known all the same.
        String address = i == 1 ? "moved@one.test" : "y@one.test";
        arrives(room, second, report("", address, "failed", no));
        // Said again it is nothing new, and counts once.
        arrives(room, second, report("", address, "failed", no));
      }
      assertEquals(List.of("x SENT", "y FAILED"), stages(room, "q0"));
      String told = told(room, "q0");
      assertTrue(told.contains("<y@one.test> came back, mx.one.test reports: " + no), told);
      assertEquals(6, room.house.inbox(room.house.ada).size(), "Ada reads them, too");
      assertTrue(room.queue.suppressions().find(House.address("y@one.test")).isPresent());
      assertTrue(room.queue.suppressions().find(House.address("x@one.test")).isEmpty());
      assertEquals(6, Set.copyOf(senders(other)).size(), senders(other).toString());
    }
  }

  /** The return path that a recipient of a message had. */
  private static EmailAddress own(OtherServer other, String id, int index) {
    String start = "ada+b=" + id + "=" + index + "=";
    return senders(other).stream()
        .filter(address -> address.local().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasDeliveredAtOnceIsKnownToo() throws Exception {
    try (var room = new Mailroom(home, 1)) {
      House house = room.house;
      room.queue.deliveredAtOnce(
          house.ada.id(),
          Optional.of(house.ada.address()),
          "q1",
          house.bob.address(),
          house.bob.id());
      Mailroom.await(() -> room.queue.kept("q1").isPresent());
      assertEquals(List.of("bob DELIVERED"), stages(room, "q1"));
      assertEquals("q1", room.queue.sent(house.ada.id(), 5).getFirst().id());
    }
  }

  @Test
  void aReportWithOurEnvelopeIdIsNoted() throws Exception {
    try (var other = server().offers("DSN");
        var room = new Mailroom(home, other.port())) {
      send(room, "q1", false, "x@one.test", "y@one.test");
      String id = envelopeId(other);
      arrives(
          room, room.house.ada.address(), report(id, "X@One.Test", "delayed", "450 4.2.2 full"));
      assertEquals(List.of("x DELAYED", "y SENT"), stages(room, "q1"));
      arrives(room, room.house.ada.address(), report(id, "x@one.test", "failed", "552 5.2.2 full"));
      assertEquals(List.of("x FAILED", "y SENT"), stages(room, "q1"));
      SentMessage.Recipient x =
          SentMessage.of(room.queue.kept("q1").orElseThrow()).recipients().getFirst();
      assertEquals("The mailbox is full.", x.answer().orElseThrow().reason());
      arrives(
          room, room.house.ada.address(), report(id, "y@one.test", "delivered", "250 2.0.0 ok"));
      assertEquals(List.of("x FAILED", "y DELIVERED"), stages(room, "q1"));
      // A full mailbox is somebody's.
      assertEquals(Optional.empty(), room.queue.suppressions().find(House.address("x@one.test")));
    }
  }

  @Test
  void anEnvelopeIdOfTheSendersOwnGoesOnAsItIs() throws Exception {
    try (var other = server().offers("DSN");
        var room = new Mailroom(home, other.port())) {
      QueuedMail mail = room.house.mail("q1", TEXT, House.outside("x@one.test"));
      room.queue.accept(
          new QueuedMail(
              "q1",
              mail.returnPath(),
              mail.body(),
              mail.prefix(),
              mail.sender(),
              mail.arrived(),
              new QueuedMail.Options(QueuedMail.BodyKind.SEVEN_BIT, false, "mine", false),
              mail.recipients()));
      room.settle();
      assertEquals("mine", envelopeId(other));
    }
  }

  /** Who could forge them could have any address taken for dead. */
  @Test
  void reportsOfStrangersChangeNothing() throws Exception {
    try (var other = server().offers("DSN");
        var room = new Mailroom(home, other.port())) {
      send(room, "q1", true, "x@one.test");
      send(room, "q2", false, "x@one.test", "v@two.test");
      EmailAddress right = own(other, "q1", 0);
      String no = "550 5.1.1 no such user";
      List<EmailAddress> forged =
          List.of(
              House.address("ada+b=q1=0=aaaaaaaaaa@example.test"),
              House.address(right.toString().replace("=0=", "=1=")),
              House.address(right.toString().replace("=q1=", "=q2=")),
              room.house.ada.address());
      for (EmailAddress to : forged) {
        arrives(room, to, report("", "x@one.test", "failed", no));
        arrives(room, to, report("q1", "x@one.test", "failed", no));
        arrives(room, to, report("q2.aaaaaaaaaa", "x@one.test", "failed", no));
      }
      assertEquals(List.of("x SENT"), stages(room, "q1"));
      assertEquals(List.of("x SENT", "v SENT"), stages(room, "q2"));
      // The servers of one domain say nothing of another's addresses.
      String ofOne =
          other.commands().stream()
              .filter(line -> line.contains(" ENVID=q2."))
              .map(line -> line.substring(line.indexOf(" ENVID=") + 7).split(" ", 2)[0])
              .distinct()
              .filter(id -> known(room, id, "x@one.test"))
              .findFirst()
              .orElseThrow();
      arrives(room, room.house.ada.address(), report(ofOne, "v@two.test", "failed", no));
      assertEquals(List.of("x SENT", "v SENT"), stages(room, "q2"));
      arrives(room, room.house.ada.address(), report(ofOne, "x@one.test", "failed", no));
      assertEquals(List.of("x FAILED", "v SENT"), stages(room, "q2"));
      assertFalse(told(room, "q2").contains("<v@two.test> came back"));
    }
  }

  private static boolean known(Mailroom room, String id, String address) {
    BounceNames names = new Srs(House.KEY, "mx.example.test", room.house.clock).bounceNames();
    return id.equals(names.envelopeId("q2", House.address(address).domain()));
  }

  @Test
  void whoHasNotTakenItHasNothingToTell() throws Exception {
    try (var other =
            server()
                .offers("DSN")
                .answers(c -> c.startsWith("RCPT TO:<busy") ? "451 4.3.2 later" : "");
        var room = new Mailroom(home, other.port())) {
      send(room, "q1", false, "x@one.test", "busy@one.test");
      arrives(
          room,
          room.house.ada.address(),
          report(envelopeId(other), "busy@one.test", "failed", "550 5.1.1 no such user"));
      assertEquals(List.of("x SENT", "busy DELAYED"), stages(room, "q1"));
    }
  }

  @Test
  void aMessageWithASenderIsNoReport() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      send(room, "q1", true, "x@one.test");
      var ada = room.house.ada;
      String text = report("", "x@one.test", "failed", "550 5.1.1 no such user");
      try (Arriving arriving = room.house.post.intake().begin(ada.id())) {
        arriving.write(text.getBytes(UTF_8));
        Arriving.Arrived arrived = arriving.finish(ada.id());
        room.queue.deliver(
            ada.id(),
            Optional.of(House.address("x@one.test")),
            senders(other).getFirst(),
            new NewMessage(
                arrived.body(),
                new byte[0],
                arrived.structure(),
                arrived.preview(),
                Set.of(),
                room.house.clock.instant().atOffset(ZoneOffset.UTC),
                List.of()),
            "k");
      }
      assertEquals(List.of("x SENT"), stages(room, "q1"));
    }
  }

  @Test
  void ofMailThatWasSentOnTheTraceKnowsAndTheReportGoesBack() throws Exception {
    try (var other = server().offers("DSN");
        var room = new Mailroom(home, other.port())) {
      QueuedMail mail = room.house.mail("q1", TEXT);
      var onward = new QueuedMail.Onward("example.test", true, "");
      room.queue.accept(
          new QueuedMail(
              "q1",
              Optional.of(House.address("eve@two.test")),
              mail.body(),
              mail.prefix(),
              Optional.empty(),
              mail.arrived(),
              mail.options(),
              List.of(
                  new QueuedMail.To(
                      House.address("x@one.test"),
                      new QueuedMail.Target.Elsewhere(),
                      "",
                      Set.of(),
                      Optional.of(onward)))));
      room.settle();
      String report = report(envelopeId(other), "x@one.test", "failed", "550 5.1.1 no such user");
      room.queue.accept(
          new QueuedMail(
              "q2",
              Optional.empty(),
              room.house.body(report),
              new byte[0],
              Optional.empty(),
              mail.arrived(),
              QueuedMail.Options.PLAIN,
              List.of(House.outside("eve@two.test"))));
      room.settle();
      assertTrue(told(room, "q1").contains("<x@one.test> came back"), told(room, "q1"));
      assertEquals(report, other.messages().getLast());
      assertEquals(List.of("x FAILED"), stages(room, "q1"));
    }
  }

  @Test
  void anAddressOfItsOwnThatDoesNotFitIsTheUsualOne() {
    BounceNames names =
        new Srs(House.KEY, "mx.example.test", () -> java.time.Instant.EPOCH).bounceNames();
    EmailAddress ada = House.address("ada@example.test");
    EmailAddress own = names.returnPath(ada, "q1", 3);
    assertEquals(Optional.of(new BounceNames.Named.One("q1", 3)), names.in(own));
    EmailAddress loud =
        House.address(own.local().toUpperCase(java.util.Locale.ROOT) + "@example.test");
    assertEquals(Optional.of(new BounceNames.Named.One("q1", 3)), names.in(loud));
    EmailAddress longer = House.address("a".repeat(60) + "@example.test");
    assertEquals(longer, names.returnPath(longer, "q1", 3));
    assertEquals(ada, names.returnPath(ada, "has spaces", 3));
  }
}
