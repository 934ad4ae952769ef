package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Scripts;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.SelfSigned;
import org.mailstead.words.EmailAddress;

/** What hostile servers and messages try with mail on its way; docs/mta.md lists all of them. */
@Timeout(120)
class AttacksTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";

  @TempDir Path home;

  private static OtherServer server() throws IOException {
    return new OtherServer("127.0.0.2", 0);
  }

  /** RFC 3207: answers put into the clear part must not count for the encrypted one. */
  @Test
  void aServersWordsBeforeTlsAreNotTakenForWordsUnderIt() throws Exception {
    var files = new CertificateFiles(home.resolve("chain.pem"), home.resolve("key.pem"));
    SelfSigned.write(List.of("mx.one.test"), files, InstantSource.system());
    var certificates = new Certificates(List.of(files));
    String injected = "\r\n250-other.test\r\n250-SIZE 1\r\n250 AUTH PLAIN";
    try (var other = server().encrypts(certificates.context()).saysEarly(injected);
        var room = new Mailroom(home.resolve("h"), other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      // The first connection was given up; the second, in the clear, believes what it says there.
      assertEquals(List.of(), other.visits.getFirst().messages());
      assertEquals("STARTTLS", other.visits.getFirst().commands().getLast());
      assertEquals(1, other.messages().size());
    }
  }

  /** The words of another server stand in our reports: they must not become fields there. */
  @Test
  void aRefusalCannotWriteIntoOurReport() throws Exception {
    String hostile =
        "550-5.1.1 no\rFinal-Recipient: rfc822;victim@one.test\r\n"
            + "550 5.1.1 \u001b[2J\0\rAction: delivered";
    try (var other = server().answers(c -> c.startsWith("RCPT") ? hostile : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      String report = room.house.inbox(room.house.ada).getFirst();
      List<String> lines = report.replace("\r\n", "\n").lines().toList();
      assertFalse(report.replace("\r\n", "").contains("\r"), report);
      assertFalse(report.contains("\0") || report.contains("\u001b"), report);
      assertTrue(lines.contains("Action: failed"), report);
      assertFalse(lines.contains("Action: delivered"), report);
      assertEquals(1, lines.stream().filter(l -> l.startsWith("Final-Recipient:")).count());
    }
  }

  /** Encoded words may hold line ends, which decoded stand in the header of an answer. */
  @Test
  void aMessageCannotWriteFieldsIntoTheAnswerToIt() throws Exception {
    String message =
        """
        From: =?utf-8?q?Eve=0D=0ABcc:_victim=40one.test?= <eve@one.test>
        To: bob@example.test
        Subject: =?utf-8?b?aGVsbG8NCkJjYzogdmljdGltQG9uZS50ZXN0DQoNCmJvZHk=?=
        Message-ID: <1@one.test>
        References: <0@one.test> =?utf-8?q?=0D=0ABcc:_victim=40one.test?=

        Hi
        """
            .replace("\n", "\r\n");
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      var bob = room.house.bob;
      String script =
          "require [\"vacation\", \"variables\"];"
              + "if header :matches \"subject\" \"*\" { set \"s\" \"${1}\"; }"
              + "vacation :subject \"About ${s}\" \"I am away.\";";
      room.house.post.scripts().put(new Scripts.Account(bob.id()), "mine", script.getBytes(UTF_8));
      room.house.post.scripts().activate(bob.id(), "mine");
      try (Arriving arriving = room.house.post.intake().begin(bob.id())) {
        byte[] bytes = message.getBytes(UTF_8);
        arriving.write(bytes, 0, bytes.length);
        Arriving.Arrived arrived = arriving.finish(bob.id());
        room.queue.deliver(
            bob.id(),
            EmailAddress.parse("eve@one.test"),
            bob.address(),
            new NewMessage(
                arrived.body(),
                new byte[0],
                arrived.structure(),
                arrived.preview(),
                Set.of(),
                room.house.clock.instant().atOffset(java.time.ZoneOffset.UTC),
                List.of()),
            "k1");
      }
      room.settle();
      String answer = other.messages().getFirst();
      String header = answer.substring(0, answer.indexOf("\r\n\r\n"));
      assertTrue(header.contains("Subject: "), answer);
      assertFalse(header.toLowerCase(Locale.ROOT).contains("\nbcc:"), answer);
      assertTrue(answer.substring(header.length()).contains("I am away."), answer);
    }
  }

  /** One message with many recipients must not become a flood of reports. */
  @Test
  void aThousandFailuresAreToldInTwoReportsOfBoundedSize() throws Exception {
    String large = "Subject: bomb\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(20_000);
    QueuedMail.To[] recipients =
        IntStream.range(0, 1000)
            .mapToObj(i -> House.outside("u" + i + "@one.test"))
            .toArray(QueuedMail.To[]::new);
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 nobody" : "");
        var room = new Mailroom(home, other.port())) {
      QueuedMail mail = room.house.mail("q1", large, recipients);
      var whole = new QueuedMail.Options(QueuedMail.BodyKind.SEVEN_BIT, false, "", true);
      room.queue.accept(
          new QueuedMail(
              mail.id(),
              mail.returnPath(),
              mail.body(),
              mail.prefix(),
              mail.sender(),
              mail.arrived(),
              whole,
              mail.recipients()));
      room.settle();
      // Beside them is the notice that so many failures look like a stolen account.
      List<String> reports =
          room.house.inbox(room.house.ada).stream()
              .filter(text -> text.contains("report-type=delivery-status"))
              .toList();
      assertTrue(reports.size() <= 2, reports.size() + " reports");
      int told = 0;
      for (String report : reports) {
        told += report.split("\r\nFinal-Recipient: ", -1).length - 1;
        assertTrue(report.length() < 600_000, report.length() + " octets");
      }
      assertEquals(1000, told);
    }
  }

  /** A report that cannot be delivered ends there, whatever was asked for. */
  @Test
  void aReportAboutAReportIsNeverSent() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 nobody" : "");
        var room = new Mailroom(home, other.port())) {
      QueuedMail mail = room.house.mail("q1", TEXT, House.outside("x@one.test"));
      // From outside, by a sender who is not there either.
      room.queue.accept(
          new QueuedMail(
              mail.id(),
              EmailAddress.parse("forged@two.test"),
              mail.body(),
              mail.prefix(),
              Optional.empty(),
              mail.arrived(),
              mail.options(),
              mail.recipients()));
      room.settle();
      long mails = other.commands().stream().filter(c -> c.startsWith("MAIL FROM:<>")).count();
      assertEquals(1, mails, other.commands().toString());
      assertEquals(0, room.queue.control().count());
    }
  }
}
