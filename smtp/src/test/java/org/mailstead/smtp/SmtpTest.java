package org.mailstead.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.identity.Allowance;
import org.mailstead.post.QueuedMail;

/** What a stranger's server says to port 25, and what it hears. */
class SmtpTest {
  private static final String FROM = "eve@example.org";
  private static final String ADA = "ada@example.test";
  private static final String BOB = "bob@example.test";

  @TempDir Path folder;

  private TestServer server;
  private Talk talk;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(SmtpConfig.Service.INBOUND, folder);
    talk = server.talk();
  }

  @AfterEach
  void close() throws Exception {
    talk.close();
    server.close();
  }

  @Test
  void theGreetingAndEhloSayWhatThereIs() throws Exception {
    assertEquals("220 mx.example.test ESMTP Mailstead", talk.reply());
    assertEquals(
        """
        250-mx.example.test greets client.example
        250-PIPELINING
        250-SIZE 100000
        250-8BITMIME
        250-SMTPUTF8
        250-CHUNKING
        250-BINARYMIME
        250-DSN
        250-ENHANCEDSTATUSCODES
        250-DELIVERBY
        250-MT-PRIORITY
        250-LIMITS RCPTMAX=100
        250 STARTTLS\
        """,
        talk.say("EHLO client.example").reply());
    assertEquals("250 mx.example.test", talk.say("HELO client.example").reply());
    talk.ask("LHLO client.example", "500 5.5.1").ask("EHLO", "501 5.5.4").ask("QUIT", "221 2.0.0");
    talk.end();
  }

  @Test
  void aDeliveredMessageHasReturnPathAndReceivedInFrontAndNothingElse() throws Exception {
    talk.hello().data(FROM, ADA).raw("Subject: x\r\n\r\nhi\r\n.\r\n").expect("250 2.0.0 taken as ");
    assertEquals(
        """
        Return-Path: <eve@example.org>
        Received: from client.example ([127.0.0.1])
        \tby mx.example.test with ESMTP
        \tid ID
        \tfor <ada@example.test>;
        \tFri, 2 Jan 2026 03:04:05 +0000
        Subject: x

        hi
        """
            .replace("\n", "\r\n"),
        server.newest(server.ada).replaceFirst("id [0-9a-z]{12,26}\r\n", "id ID\r\n"));
    assertEquals(List.of(), server.queued);
  }

  @Test
  void aMessageWithoutHeaderCannotWriteIntoOurTrace() throws Exception {
    talk.hello().data(FROM, ADA).raw(" by elsewhere\r\nhi\r\n.\r\n").expect("250 2.0.0");
    assertTrue(server.newest(server.ada).endsWith("03:04:05 +0000\r\n\r\n by elsewhere\r\nhi\r\n"));
  }

  @Test
  void whatAClientCallsItselfCannotLeaveItsPlaceInReceived() throws Exception {
    talk.expect("220").ask("EHLO x) (by evil; \"\\", "250");
    talk.data("", ADA).raw("\r\n.\r\n").expect("250");
    String received = server.newest(server.ada);
    assertTrue(received.startsWith("Return-Path: <>\r\nReceived: from x???by?evil???? ("));
  }

  @Test
  void commandsInOnePacketAreAnsweredInTheirOrder() throws Exception {
    talk.expect("220");
    talk.raw(
        """
        EHLO c
        MAIL FROM:<eve@example.org> SIZE=40
        RCPT TO:<ada@example.test>
        RCPT TO:<nobody@example.test>
        DATA
        """
            .replace("\n", "\r\n"));
    talk.expect("250-").expect("250 2.1.0").expect("250 2.1.5").expect("550 5.1.1").expect("354");
    talk.raw("Subject: x\r\n\r\n.\r\nRSET\r\nMAIL FROM:<>\r\nQUIT\r\n");
    talk.expect("250 2.0.0").expect("250 2.0.0").expect("250 2.1.0").expect("221").end();
  }

  @Test
  void commandsOutOfOrderAreRefused() throws Exception {
    talk.expect("220").ask("MAIL FROM:<>", "503 5.5.1").ask("EHLO c", "250");
    talk.ask("RCPT TO:<ada@example.test>", "503").ask("DATA", "503").ask("MAIL FROM:<>", "250");
    talk.ask("MAIL FROM:<>", "503").ask("DATA", "554 5.5.1").ask("RSET", "250 2.0.0");
    talk.ask("DATA", "503").ask("AUTH PLAIN", "503");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL FROM:<eve@example.org> SIZE=100001 | 552 5.3.4",
        "MAIL FROM:<eve@example.org> SIZE=100000 | 250 2.1.0",
        "MAIL FROM:<eve@example.org> SIZE=x | 501 5.5.4",
        "MAIL FROM:<eve@example.org> SIZE | 501 5.5.4",
        "MAIL FROM:<eve@example.org> BODY=8BITMIME | 250 2.1.0",
        "MAIL FROM:<eve@example.org> BODY=9BIT | 501 5.5.4",
        "MAIL FROM:<eve@example.org> RET=HDRS ENVID=a+2Bb | 250 2.1.0",
        "MAIL FROM:<eve@example.org> RET=SOME | 501 5.5.4",
        "MAIL FROM:<eve@example.org> ENVID=a+2b | 501 5.5.4",
        "MAIL FROM:<eve@example.org> WHAT=1 | 555 5.5.4",
        "MAIL FROM:<eve@example.org> SIZE=1 SIZE=2 | 501 5.5.4",
        "MAIL FROM:<eve@example.org>SIZE=1 | 501 5.5.4",
        "MAIL FROM:eve@example.org | 501 5.1.7",
        "MAIL FROM:<eve> | 553 5.1.3",
        "MAIL FROM:<postmaster> | 553 5.1.7",
        "MAIL FROM:<gr\u00c3\u00b6\u00c3\u009fe@example.org> | 553 5.6.7",
        "MAIL FROM:<gr\u00c3\u00b6\u00c3\u009fe@example.org> SMTPUTF8 | 250 2.1.0",
        "MAIL FROM:<\u00ff@example.org> | 500 5.5.2",
        "MAIL FROM:<@a,@b:eve@example.org> | 250 2.1.0",
        "MAIL FROM:<\"a>b\"@example.org> | 250 2.1.0",
        "mail from: <eve@example.org> | 250 2.1.0",
        "NOOP anything | 250 2.0.0",
        "VRFY ada | 252 2.5.0",
        "EXPN list | 252 2.5.0",
        "HELP | 214 2.0.0",
        "QUIT now | 501 5.5.4",
        "BDAT x | 501 5.5.4",
        "BDAT -1 LAST | 501 5.5.4",
        "R\u00c5\u00bfET | 500 5.5.2",
        "FROB | 500 5.5.2"
      })
  void aCommandIsAnswered(String command, String reply) throws Exception {
    talk.hello().ask(command, reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RCPT TO:<ada@example.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a@b.c | 250 2.1.5",
        "RCPT TO:<ada@example.test> NOTIFY=NEVER,DELAY | 501 5.5.4",
        "RCPT TO:<ada@example.test> NOTIFY=SOMETIMES | 501 5.5.4",
        "RCPT TO:<ada@example.test> ORCPT=a@b.c | 501 5.5.4",
        "RCPT TO:<ada@example.test> SIZE=1 | 555 5.5.4",
        "RCPT TO:<ada+tag@example.test> | 250 2.1.5",
        "RCPT TO:<ADA@EXAMPLE.TEST.> | 250 2.1.5",
        "RCPT TO:<nobody@example.test> | 550 5.1.1",
        "RCPT TO:<postmaster> | 550 5.1.1",
        "RCPT TO:<ada@example.net> | 550 5.7.1",
        "RCPT TO:<ada%example.net@example.test> | 550 5.1.1",
        "RCPT TO:<> | 553 5.1.3"
      })
  void aRecipientIsAnswered(String command, String reply) throws Exception {
    talk.hello().ask("MAIL FROM:<eve@example.org>", "250").ask(command, reply);
  }

  @Test
  void aGroupWithoutMembersTakesNoMail() throws Exception {
    server.changes.setGroup(TestServer.address("all@example.test"), List.of());
    talk.hello().ask("MAIL FROM:<>", "250").ask("RCPT TO:<all@example.test>", "550 5.1.1");
  }

  @Test
  void aFullMailboxIsToldAtRcpt() throws Exception {
    server.changes.changeAccount(
        server.ada.id(), a -> a.withAllowance(Allowance.DEFAULT.withOctets(10)));
    talk.hello().data(FROM, ADA).raw("Subject: x\r\n\r\n.\r\n").expect("250");
    talk.ask("MAIL FROM:<>", "250").ask("RCPT TO:<ada@example.test>", "452 4.2.2");
  }

  @Test
  void anAccountWithTooManyMessagesIsFullToo() throws Exception {
    server.changes.changeAccount(
        server.ada.id(), a -> a.withAllowance(Allowance.DEFAULT.withMessages(1)));
    talk.hello().data(FROM, ADA).raw("Subject: x\r\n\r\n.\r\n").expect("250");
    talk.ask("MAIL FROM:<>", "250").ask("RCPT TO:<ada@example.test>", "452 4.2.2");
  }

  @Test
  void aMessageThatOutgrowsTheLimitIsRefusedAtItsEnd() throws Exception {
    talk.hello().data(FROM, ADA);
    talk.raw(("x".repeat(998) + "\r\n").repeat(101)).raw(".\r\n").expect("552 5.3.4");
    talk.data(FROM, ADA).raw(("x".repeat(998) + "\r\n").repeat(100)).raw(".\r\n").expect("250");
    assertEquals(1, server.inboxSize(server.ada));
  }

  @Test
  void theHundredAndFirstRecipientIsTooMany() throws Exception {
    talk.hello().ask("MAIL FROM:<>", "250");
    for (int i = 0; i < 100; i++) {
      talk.ask("RCPT TO:<ada+" + i + "@example.test>", "250");
    }
    talk.ask("RCPT TO:<bob@example.test>", "452 4.5.3").ask("DATA", "354");
    talk.raw(".\r\n").expect("250 2.0.0");
    assertEquals(1, server.inboxSize(server.ada), "one account, one copy");
  }

  @Test
  void whoErrsTooOftenIsSentAway() throws Exception {
    talk.expect("220");
    for (int i = 0; i < 20; i++) {
      talk.ask("FROB", "500");
    }
    talk.expect("421 4.7.0").end();
  }

  @Test
  void anOverlongLineIsRefusedAndTheNextIsHeard() throws Exception {
    talk.hello().ask("NOOP " + "x".repeat(5000), "500 5.5.2").ask("NOOP", "250");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP\n", "NOOP\rNOOP\r\n", "NOOP \r\r\n"})
  void aCommandEndsWithCrlfOnly(String octets) throws Exception {
    talk.hello().raw(octets).expect("500 5.5.2").ask("NOOP", "250");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "POST /x HTTP/1.0", "CONNECT x:25 HTTP/1.1"})
  void aWebPageIsSentAway(String line) throws Exception {
    talk.expect("220").say(line).say("MAIL FROM:<>").expect("421").end();
  }

  @Test
  void aMessageThatHasBeenEverywhereIsALoop() throws Exception {
    talk.hello().data(FROM, ADA).raw("Received: x\r\n".repeat(101) + "\r\n.\r\n");
    talk.expect("554 5.4.6").data(FROM, ADA).raw("Received: x\r\n".repeat(100) + "\r\n.\r\n");
    talk.expect("250");
  }

  @Test
  void aMessageThatWasHereOftenIsALoopOfTwoServers() throws Exception {
    String ours = "Received: from b.test\r\n\tby mx.example.test with ESMTP id 1; x\r\n";
    talk.hello().data(FROM, ADA).raw(ours.repeat(11) + "\r\n.\r\n").expect("554 5.4.6");
    talk.data(FROM, ADA).raw(ours.repeat(10) + "\r\n.\r\n").expect("250");
  }

  @Test
  void chunksAreAMessageAsItCame() throws Exception {
    talk.hello().ask("MAIL FROM:<> BODY=BINARYMIME", "250").ask("RCPT TO:<" + ADA + ">", "250");
    talk.ask("DATA", "503 5.5.1");
    talk.raw("BDAT 14\r\nSubject: x\r\n\r\nBDAT 4\r\n\0\n\r.BDAT 0 LAST\r\n");
    talk.expect("250 2.0.0 14").expect("250 2.0.0 4").expect("250 2.0.0 taken");
    assertEquals("Subject: x\r\n\r\n\0\n\r.", server.newestBody(server.ada));
    talk.ask("NOOP", "250");
  }

  @Test
  void chunksOfTextMustBeClean() throws Exception {
    for (String text : List.of("a\nb", "\nab", "a\rb", "ab\r", "a\0b")) {
      talk = server.talk();
      talk.hello().ask("MAIL FROM:<>", "250").ask("RCPT TO:<" + ADA + ">", "250");
      talk.raw("BDAT " + text.length() + "\r\n" + text + "BDAT 0 LAST\r\n");
      talk.expect("250").expect("550 5.6.0").close();
    }
    assertEquals(0, server.inboxSize(server.ada));
  }

  @Test
  void aLineEndMayBeCutBetweenChunks() throws Exception {
    talk.hello().ask("MAIL FROM:<>", "250").ask("RCPT TO:<" + ADA + ">", "250");
    talk.raw("BDAT 3\r\nab\rBDAT 1 LAST\r\n\n").expect("250").expect("250");
    assertEquals("ab\r\n", server.newestBody(server.ada));
  }

  @Test
  void chunksWithoutRecipientsAreSwallowedAndRefused() throws Exception {
    talk.hello().raw("BDAT 6\r\nQUIT\r\n").expect("503").ask("MAIL FROM:<>", "250");
    talk.raw("BDAT 6 LAST\r\nQUIT\r\n").expect("554 5.5.1").ask("NOOP", "250");
  }

  @Test
  void betweenChunksOnlyRsetAndTheLikeAreHeard() throws Exception {
    talk.hello().ask("MAIL FROM:<>", "250").ask("RCPT TO:<" + ADA + ">", "250");
    talk.raw("BDAT 3\r\nabc").expect("250").ask("DATA", "503").ask("MAIL FROM:<>", "503");
    talk.ask("NOOP", "250").ask("RSET", "250").raw("BDAT 1 LAST\r\nx").expect("503");
    assertEquals(0, server.inboxSize(server.ada));
  }

  @Test
  void tooManyOctetsInChunksAreRefusedAtTheLast() throws Exception {
    talk.hello().ask("MAIL FROM:<>", "250").ask("RCPT TO:<" + ADA + ">", "250");
    talk.raw("BDAT 100001\r\n" + "x".repeat(100_001)).expect("250");
    talk.ask("BDAT 0 LAST", "552 5.3.4").ask("NOOP", "250");
  }

  @Test
  void mailThatWasHereTenTimesGoesRoundInCircles() throws Exception {
    String hop = "Received: from b.test\r\n\tBY MX.example.test with ESMTP id 1; now\r\n";
    String text = "Subject: x\r\n\r\nhi\r\n.\r\n";
    talk.hello().data(FROM, ADA).raw(hop.repeat(10) + text).expect("250 2.0.0");
    talk.data(FROM, ADA).raw(hop.repeat(11) + text).expect("554 5.4.6");
  }

  @Test
  void onlyABounceFindsBackToWhomWeForwardedFor() throws Exception {
    talk.hello().ask("MAIL FROM:<eve@example.org>", "250");
    talk.ask("RCPT TO:<SRS0=good@mx.example.test>", "550 5.1.1").ask("RSET", "250");
    talk.ask("MAIL FROM:<>", "250").ask("RCPT TO:<SRS0=forged@mx.example.test>", "550 5.7.1");
    talk.ask("RCPT TO:<SRS0=good@mx.example.test>", "250").ask("DATA", "354");
    talk.raw("Subject: x\r\n\r\nhi\r\n.\r\n").expect("250 2.0.0");
    QueuedMail mail = server.queued.getFirst();
    assertEquals(Optional.empty(), mail.returnPath());
    assertEquals(
        List.of("eve@example.org"),
        mail.recipients().stream().map(to -> to.address().toString()).toList());
  }

  @Test
  void whenItIsWantedIsTakenAndOfStrangersNoPriority() throws Exception {
    talk.hello();
    talk.ask("MAIL FROM:<eve@example.org> MT-PRIORITY=5 BY=60;N", "250 2.3.6").ask("RSET", "250");
    talk.ask("MAIL FROM:<eve@example.org> MT-PRIORITY=-5", "250 2.1.0").ask("RSET", "250");
    talk.ask("MAIL FROM:<eve@example.org> BY=0;R", "501 5.5.4");
    talk.ask("MAIL FROM:<eve@example.org> HOLDFOR=5", "555 5.5.4");
  }

  @Test
  void mailForSeveralGoesToTheQueueAsItWasAsked() throws Exception {
    server.changes.setGroup(
        TestServer.address("team@example.test"),
        List.of(TestServer.address(BOB), TestServer.address("Zoe@example.net")));
    talk.hello();
    talk.ask("MAIL FROM:<eve@example.org> BODY=8BITMIME RET=FULL ENVID=e1 SMTPUTF8", "250");
    talk.ask("RCPT TO:<ada@example.test> NOTIFY=DELAY,FAILURE ORCPT=rfc822;x@y.z", "250");
    talk.ask("RCPT TO:<ada+again@example.test>", "250");
    talk.ask("RCPT TO:<team@example.test>", "250").ask("DATA", "354");
    talk.raw("Subject: x\r\n\r\nhi\r\n.\r\n").expect("250 2.0.0");
    assertEquals(1, server.queued.size());
    QueuedMail mail = server.queued.getFirst();
    assertEquals(Optional.of(TestServer.address(FROM)), mail.returnPath());
    assertEquals(Optional.empty(), mail.sender());
    assertEquals(
        new QueuedMail.Options(QueuedMail.BodyKind.EIGHT_BIT, true, "e1", true), mail.options());
    assertEquals(
        List.of("ada@example.test", "team@example.test", "Zoe@example.net"),
        mail.recipients().stream().map(to -> to.address().toString()).toList());
    assertEquals(
        List.of(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new QueuedMail.Onward("example.test", true, ""))),
        mail.recipients().stream().map(QueuedMail.To::onward).toList());
    QueuedMail.To ada = mail.recipients().getFirst();
    assertEquals("rfc822;x@y.z", ada.original());
    assertEquals(Set.of(QueuedMail.Notify.DELAY, QueuedMail.Notify.FAILURE), ada.reportOn());
    assertEquals(new QueuedMail.Target.Elsewhere(), mail.recipients().getLast().target());
    String prefix = new String(mail.prefix(), java.nio.charset.StandardCharsets.US_ASCII);
    assertTrue(prefix.startsWith("Received: from client.example"), prefix);
    assertTrue(prefix.contains("with UTF8SMTP"), prefix);
    assertFalse(prefix.contains("for <"), "none learns of another");
    assertEquals(18, mail.body().size());
    assertEquals(0, server.inboxSize(server.ada));
  }

  @Test
  void aReturnPathForEachRecipientIsForOurUsers() throws Exception {
    talk.hello().ask("MAIL FROM:<eve@example.org> XVERP", "555 5.5.4");
  }

  @Test
  void encryptionToTheEndIsAskedForInEncryptedSessionsOnly() throws Exception {
    talk.hello().ask("MAIL FROM:<eve@example.org> REQUIRETLS", "555 5.5.4");
    talk.startTls();
    assertTrue(talk.say("EHLO client.example").reply().endsWith("250 REQUIRETLS"));
    talk.ask("MAIL FROM:<eve@example.org> REQUIRETLS=YES", "501");
    talk.ask("MAIL FROM:<eve@example.org> REQUIRETLS", "250");
    talk.ask("RCPT TO:<" + ADA + ">", "250").ask("RCPT TO:<" + BOB + ">", "250").ask("DATA", "354");
    talk.raw("TLS-Required: No\r\n\r\nhi\r\n.\r\n").expect("250 2.0.0");
    assertEquals(QueuedMail.Tls.REQUIRED, server.queued.getFirst().options().tls());
  }

  @Test
  void aFieldSaysThatNoEncryptionIsNeeded() throws Exception {
    talk.hello();
    for (String field : List.of("TLS-Required:\r\n no", "TLS-Required: Yes", "X: No")) {
      talk.ask("MAIL FROM:<eve@example.org>", "250");
      talk.ask("RCPT TO:<" + ADA + ">", "250").ask("RCPT TO:<" + BOB + ">", "250");
      talk.ask("DATA", "354").raw(field + "\r\n\r\nhi\r\n.\r\n").expect("250 2.0.0");
    }
    assertEquals(
        List.of(QueuedMail.Tls.OPTIONAL, QueuedMail.Tls.AS_USUAL, QueuedMail.Tls.AS_USUAL),
        server.queued.stream().map(mail -> mail.options().tls()).toList());
  }

  @Test
  void aReportOfSuccessIsTheQueuesToSend() throws Exception {
    talk.hello().ask("MAIL FROM:<eve@example.org>", "250");
    talk.ask("RCPT TO:<ada@example.test> NOTIFY=SUCCESS", "250").ask("DATA", "354");
    talk.raw(".\r\n").expect("250");
    assertEquals(1, server.queued.size());
  }

  @Test
  void whatWasSaidTooEarlyIsNotTakenForWhatCameUnderTls() throws Exception {
    talk.hello().raw("STARTTLS\r\nMAIL FROM:<evil@example.org>\r\n").expect("220").end();
  }

  @Test
  void tlsForgetsWhatWasSaidBefore() throws Exception {
    talk.hello().ask("MAIL FROM:<>", "250").startTls();
    talk.ask("MAIL FROM:<>", "503").say("EHLO client.example");
    assertFalse(talk.reply().contains("STARTTLS"));
    talk.ask("STARTTLS", "503").data(FROM, ADA).raw(".\r\n").expect("250");
    String received = server.newest(server.ada);
    assertTrue(received.contains("with ESMTPS (TLSv1.3 TLS_"), received);
  }
}
