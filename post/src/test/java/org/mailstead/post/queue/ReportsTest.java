package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.QueuedMail.Notify;

/** What senders are told (RFC 3464, RFC 3461). */
class ReportsTest {
  private static final String TEXT =
      "Subject: hello\r\nMessage-ID: <m1@example.test>\r\n\r\nHi there\r\n";

  @TempDir Path home;

  private OtherServer server() throws Exception {
    return new OtherServer("127.0.0.2", 0);
  }

  private static QueuedMail.To outside(String address, Notify... on) {
    return new QueuedMail.To(
        House.address(address),
        new QueuedMail.Target.Elsewhere(),
        "rfc822;old+2Bname@one.test",
        Set.of(on));
  }

  private static String report(Mailroom room) throws Exception {
    List<String> inbox = room.house.inbox(room.house.ada);
    assertEquals(1, inbox.size());
    return inbox.getFirst();
  }

  @Test
  void whoeverWritesToAnUnknownAddressIsToldWhoAndWhy() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 no such user" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, outside("x@one.test")));
      room.settle();
      String report = report(room);
      assertTrue(report.startsWith("Return-Path: <>\r\n"), report);
      assertTrue(report.contains("Auto-Submitted: auto-replied\r\n"), report);
      assertTrue(report.contains("To: ada@example.test\r\n"), report);
      assertTrue(report.contains("<mailer-daemon@mx.example.test>"), report);
      assertTrue(report.contains("report-type=delivery-status"), report);
      assertTrue(report.contains("References: <m1@example.test>\r\n"), report);
      assertTrue(report.contains("There is no such mailbox."), report);
      assertTrue(report.contains("Reporting-MTA: dns; mx.example.test\r\n"), report);
      assertTrue(report.contains("Original-Recipient: rfc822;old+name@one.test\r\n"), report);
      assertTrue(report.contains("Final-Recipient: rfc822; x@one.test\r\n"), report);
      assertTrue(report.contains("Action: failed\r\n"), report);
      assertTrue(report.contains("Status: 5.1.1\r\n"), report);
      assertTrue(report.contains("Remote-MTA: dns; mx.one.test\r\n"), report);
      assertTrue(report.contains("Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n"), report);
      assertTrue(report.contains("text/rfc822-headers"), report);
      assertTrue(report.contains("Subject: hello\r\n"), report);
      assertFalse(report.contains("Hi there"), report);
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void aReportSpeaksTheSendersLanguageAndEnglish() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 no" : "");
        var room = new Mailroom(home, other.port())) {
      room.house.speaks(room.house.ada, "de-AT");
      room.queue.accept(room.house.mail("q1", TEXT, outside("x@one.test")));
      room.settle();
      String report = report(room);
      assertTrue(report.contains("Dieses Postfach gibt es nicht."), report);
      assertTrue(report.contains("There is no such mailbox."), report);
    }
  }

  @Test
  void theWholeMessageComesBackWhenItWasAskedFor() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 no" : "");
        var room = new Mailroom(home, other.port())) {
      var plain = room.house.mail("q1", TEXT, outside("x@one.test"));
      var options = new QueuedMail.Options(QueuedMail.BodyKind.SEVEN_BIT, false, "e+2B1", true);
      room.queue.accept(with(plain, plain.returnPath(), options));
      room.settle();
      String report = report(room);
      assertTrue(report.contains("message/rfc822"), report);
      assertTrue(report.contains("Hi there"), report);
      assertTrue(report.contains("Original-Envelope-Id: e+1\r\n"), report);
    }
  }

  private static QueuedMail with(
      QueuedMail mail,
      Optional<org.mailstead.words.EmailAddress> from,
      QueuedMail.Options options) {
    return new QueuedMail(
        mail.id(),
        from,
        mail.body(),
        mail.prefix(),
        mail.sender(),
        mail.arrived(),
        options,
        mail.recipients());
  }

  @Test
  void nobodyIsToldWhatBecameOfAReport() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 no" : "");
        var room = new Mailroom(home, other.port())) {
      var mail = room.house.mail("q1", TEXT, outside("x@one.test"));
      room.queue.accept(with(mail, Optional.empty(), QueuedMail.Options.PLAIN));
      room.settle();
      assertEquals(List.of(), room.queue.control().list(1000));
      assertEquals(List.of(), room.house.inbox(room.house.ada));
      assertEquals(List.of(), room.house.inbox(room.house.bob));
    }
  }

  @Test
  void whoWantsNoReportGetsNone() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 no" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail(
              "q1",
              TEXT,
              outside("x@one.test", Notify.NEVER),
              outside("y@one.test", Notify.SUCCESS)));
      room.settle();
      assertEquals(List.of(), room.queue.control().list(1000));
      assertEquals(List.of(), room.house.inbox(room.house.ada));
    }
  }

  @Test
  void recipientsThatFailTogetherAreToldOfTogether() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "550 5.1.1 no" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, outside("x@one.test"), outside("y@null.test")));
      room.settle();
      String report = report(room);
      assertTrue(report.contains("Final-Recipient: rfc822; x@one.test\r\n"), report);
      assertTrue(report.contains("Final-Recipient: rfc822; y@null.test\r\n"), report);
      assertTrue(report.contains("Status: 5.1.10\r\n"), report);
    }
  }

  @Test
  void aServerThatTellsSuccessesIsAskedTo() throws Exception {
    try (var other = server().offers("DSN");
        var room = new Mailroom(home, other.port())) {
      var mail = room.house.mail("q1", TEXT, outside("x@one.test", Notify.SUCCESS, Notify.FAILURE));
      var options = new QueuedMail.Options(QueuedMail.BodyKind.SEVEN_BIT, false, "e+2B1", true);
      room.queue.accept(with(mail, mail.returnPath(), options));
      room.settle();
      assertTrue(
          other.commands().contains("MAIL FROM:<ada@example.test> RET=FULL ENVID=e+2B1"),
          other.commands().toString());
      assertTrue(
          other
              .commands()
              .contains(
                  "RCPT TO:<x@one.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;old+2Bname@one.test"),
          other.commands().toString());
      assertEquals(List.of(), room.house.inbox(room.house.ada));
    }
  }

  @Test
  void aServerThatTellsNothingIsReportedAsRelayedTo() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, outside("x@one.test", Notify.SUCCESS)));
      room.settle();
      assertTrue(report(room).contains("Action: relayed\r\n"));
    }
  }

  @Test
  void aDeliveryHereIsToldWhenItWasAskedFor() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      var here = House.here(room.house.bob);
      var to =
          new QueuedMail.To(here.address(), here.target(), here.original(), Set.of(Notify.SUCCESS));
      room.queue.accept(room.house.mail("q1", TEXT, to));
      room.settle();
      assertTrue(report(room).contains("Action: delivered\r\n"));
      assertEquals(1, room.house.inbox(room.house.bob).size());
    }
  }

  @Test
  void aDelayIsToldOnceAndGivingUpAfterDays() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "451 4.3.0 later" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, outside("x@one.test")));
      room.settle();
      for (int hour = 0; hour < 24; hour++) {
        room.later(Duration.ofHours(1));
        room.settle();
      }
      String delay = report(room);
      assertTrue(delay.contains("Action: delayed\r\n"), delay);
      assertTrue(delay.contains("Will-Retry-Until: Sat, 7 Mar 2026 09:00:00 +0000\r\n"), delay);
      for (int hour = 0; hour < 100; hour += 4) {
        room.later(Duration.ofHours(4));
        room.settle();
      }
      List<String> inbox = room.house.inbox(room.house.ada);
      assertEquals(2, inbox.size());
      assertTrue(inbox.get(1).contains("Action: failed\r\n"), inbox.get(1));
      assertTrue(inbox.get(1).contains("Diagnostic-Code: smtp; 451 4.3.0 later\r\n"));
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void anAddressBeyondAsciiIsToldInUtf8ToWhoWritesSuch() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      var mail = room.house.mail("q1", TEXT, outside("jürgen@one.test"));
      var options = new QueuedMail.Options(QueuedMail.BodyKind.EIGHT_BIT, true, "", false);
      room.queue.accept(with(mail, mail.returnPath(), options));
      room.settle();
      String report = report(room);
      assertTrue(report.contains("global-delivery-status"), report);
      assertTrue(report.contains("Final-Recipient: utf-8; jürgen@one.test\r\n"), report);
      assertTrue(report.contains("Status: 5.6.7\r\n"), report);
    }
  }
}
