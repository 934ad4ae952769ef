package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.QueuedMail.BodyKind;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.SelfSigned;

/** What other servers can do and cannot, and where they are. */
class ServersTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final String SENT = "Received: from here\r\n" + TEXT;

  @TempDir Path home;

  private OtherServer server() throws Exception {
    return new OtherServer("127.0.0.2", 0);
  }

  private static QueuedMail of(QueuedMail mail, BodyKind kind, boolean utf8) {
    return new QueuedMail(
        mail.id(),
        mail.returnPath(),
        mail.body(),
        mail.prefix(),
        mail.sender(),
        mail.arrived(),
        new QueuedMail.Options(kind, utf8, "", false),
        mail.recipients());
  }

  private String status(Mailroom room) throws Exception {
    List<String> inbox = room.house.inbox(room.house.ada);
    assertEquals(1, inbox.size());
    return inbox
        .getFirst()
        .lines()
        .filter(line -> line.startsWith("Status: "))
        .findFirst()
        .orElseThrow();
  }

  private SSLContext certificate() throws Exception {
    var files = new CertificateFiles(home.resolve("chain.pem"), home.resolve("key.pem"));
    SelfSigned.write(List.of("mx.one.test"), files, InstantSource.system());
    return new Certificates(List.of(files)).context();
  }

  @Test
  void whoOffersEncryptionGetsItWhateverTheCertificate() throws Exception {
    try (var other = server().encrypts(certificate()).offers("PIPELINING");
        var room = new Mailroom(home.resolve("h"), other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
      assertEquals(
          List.of("EHLO mx.example.test", "STARTTLS", "EHLO mx.example.test"),
          other.commands().subList(0, 3));
    }
  }

  @Test
  void whoFailsAtEncryptionIsTalkedToInTheClear() throws Exception {
    try (var other = server().breaksTls();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
      assertEquals(2, other.visits.size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x@null.test, 5.1.10",
    "x@loop.test, 5.4.6",
    "x@nowhere.test, 5.4.4",
    "x@empty.test, 5.4.4",
    "x@missing.test, 5.1.2",
    "x@[1.2.3], 5.1.2"
  })
  void addressesThatLeadNowhereFailAtOnce(String address, String status) throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside(address)));
      room.settle();
      assertEquals("Status: " + status, status(room));
      assertEquals(List.of(), other.commands());
    }
  }

  @Test
  void aServerThatTurnsOutToBeThisOneIsALoop() throws Exception {
    try (var other =
            server().answers(c -> c.equals("CONNECT") ? "220 MX.example.test ESMTP ready" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertEquals("Status: 5.4.6", status(room));
    }
  }

  @Test
  void asABackupWeSendToThoseBeforeUs() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@backup.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void whatIsTooLargeIsNotEvenTried() throws Exception {
    try (var other = server().offers("SIZE=20");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertEquals("Status: 5.3.4", status(room));
      assertEquals(List.of("EHLO mx.example.test"), other.commands());
    }
  }

  @Test
  void internationalAddressesNeedAServerThatKnowsThem() throws Exception {
    try (var other = server().offers("SMTPUTF8 8BITMIME");
        var room = new Mailroom(home, other.port())) {
      var mail = room.house.mail("q1", TEXT, House.outside("jürgen@one.test"));
      room.queue.accept(of(mail, BodyKind.EIGHT_BIT, true));
      room.settle();
      assertTrue(
          other.commands().contains("MAIL FROM:<ada@example.test> BODY=8BITMIME SMTPUTF8"),
          other.commands().toString());
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void anInternationalMessageWithoutNeedGoesToAnyServer() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      var mail = room.house.mail("q1", TEXT, House.outside("x@one.test"));
      room.queue.accept(of(mail, BodyKind.SEVEN_BIT, true));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void anInternationalHeaderNeedsAServerThatKnowsIt() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      var mail = room.house.mail("q1", "Subject: grün\r\n\r\nHi\r\n", House.outside("x@one.test"));
      room.queue.accept(of(mail, BodyKind.EIGHT_BIT, true));
      room.settle();
      assertEquals("Status: 5.6.7", status(room));
    }
  }

  @Test
  void binaryGoesInChunksOrNotAtAll() throws Exception {
    String text = "Subject: b\r\n\r\nlone \n and \r.\r\n.\r\nend";
    try (var other = server().offers("CHUNKING BINARYMIME");
        var room = new Mailroom(home.resolve("a"), other.port())) {
      var mail = room.house.mail("q1", text, House.outside("x@one.test"));
      room.queue.accept(of(mail, BodyKind.BINARY, false));
      room.settle();
      assertEquals(List.of("Received: from here\r\n" + text), other.messages());
    }
    try (var other = server().offers("CHUNKING");
        var room = new Mailroom(home.resolve("b"), other.port())) {
      var mail = room.house.mail("q1", text, House.outside("x@one.test"));
      room.queue.accept(of(mail, BodyKind.BINARY, false));
      room.settle();
      assertEquals("Status: 5.6.1", status(room));
    }
  }

  @Test
  void aServerThatTakesFewRecipientsAtOnceGetsTheRestNext() throws Exception {
    var taken = new AtomicInteger();
    try (var other =
            server()
                .answers(c -> {
                  if (c.startsWith("MAIL")) {
                    taken.set(0);
                  }
                  return c.startsWith("RCPT") && taken.incrementAndGet() > 2
                      ? "452 4.5.3 too many recipients"
                      : "";
                });
        var room = new Mailroom(home, other.port())) {
      QueuedMail.To[] to =
          IntStream.range(0, 5)
              .mapToObj(i -> House.outside("x" + i + "@one.test"))
              .toArray(QueuedMail.To[]::new);
      room.queue.accept(room.house.mail("q1", TEXT, to));
      room.settle();
      assertEquals(List.of(SENT, SENT, SENT), other.messages());
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void oneRecipientsRefusalDoesNotHinderTheOthers() throws Exception {
    try (var other =
            server()
                .offers("PIPELINING")
                .answers(c ->
                    c.startsWith("RCPT TO:<bad")
                        ? "550 5.1.1 no"
                        : c.startsWith("RCPT TO:<slow") ? "451 4.2.0 busy" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail(
              "q1",
              TEXT,
              House.outside("good@one.test"),
              House.outside("bad@one.test"),
              House.outside("slow@one.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
      assertEquals("Status: 5.1.1", status(room));
      var states =
          room.queue.control().list(1000).getFirst().recipients().stream()
              .map(QueuedMessage.Recipient::state)
              .toList();
      assertEquals(
          List.of(
              QueuedMessage.State.DELIVERED,
              QueuedMessage.State.FAILED,
              QueuedMessage.State.WAITING),
          states);
    }
  }

  @Test
  void noMoreThanTwentyTalkToOneDestinationAtATime() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        var mail = room.house.mail("q" + i, TEXT, House.outside("x@one.test"));
        threads.add(Thread.ofVirtual().start(() -> room.queue.accept(mail)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      room.settle();
      assertEquals(80, other.messages().size());
      assertTrue(other.most.get() <= 20, "at once: " + other.most.get());
    }
  }

  @Test
  void aServerThatSaysGoodbyeInTheMiddleIsTriedLater() throws Exception {
    for (String at : List.of("CONNECT", "EHLO", "MAIL", "RCPT", "END")) {
      try (var other = server().answers(c -> c.startsWith(at) ? "421 4.3.2 shutting down" : "");
          var room = new Mailroom(home.resolve(at), other.port())) {
        room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
        room.settle();
        var last =
            room.queue.control().list(1000).getFirst().recipients().getFirst().last().orElseThrow();
        assertEquals(421, last.code(), at);
        other.answers(_ -> "");
        room.later(Duration.ofMinutes(6));
        room.settle();
        assertEquals(List.of(), room.queue.control().list(1000), at);
      }
    }
  }

  @Test
  void somethingElseThanSmtpIsTriedLater() throws Exception {
    for (String nonsense :
        List.of("HTTP/1.1 400 Bad Request", "", "999 x", "250-a\r\n550 b", "22", "abc def")) {
      String answer = nonsense.isEmpty() ? "-" : nonsense;
      try (var other = server().answers(c -> c.startsWith("MAIL") ? answer : "");
          var room = new Mailroom(Files.createTempDirectory(home, "x"), other.port())) {
        room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
        room.settle();
        var to = room.queue.control().list(1000).getFirst().recipients().getFirst();
        assertEquals(QueuedMessage.State.WAITING, to.state(), answer);
        assertFalse(to.last().isEmpty(), answer);
      }
    }
  }

  @Test
  void aLargeMessageArrivesWhole() throws Exception {
    var text = new StringBuilder("Subject: large\r\n\r\n");
    var random = new java.util.SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      text.append(random.nextInt(10) == 0 ? "." : "").append(random.nextLong()).append("\r\n");
    }
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail(
              "q1", text.toString(), House.outside("x@one.test"), House.here(room.house.bob)));
      room.settle();
      String whole = "Received: from here\r\n" + text;
      assertEquals(List.of(whole), other.messages());
      assertEquals(
          List.of("Return-Path: <ada@example.test>\r\n" + whole), room.house.inbox(room.house.bob));
    }
  }
}
