package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.post.QueuedMail;
import org.mailstead.testkit.ScramClient;

/** What our users' programs say to port 587. */
class SubmissionTest {
  private static final String ADA = "ada@example.test";

  @TempDir Path folder;

  private TestServer server;
  private Talk talk;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(SmtpConfig.Service.SUBMISSION, folder);
    talk = server.talk();
  }

  @AfterEach
  void close() throws Exception {
    talk.close();
    server.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String plain(String password) {
    return base64("\0" + ADA + "\0" + password);
  }

  private SSLSocket tls() throws Exception {
    SSLSocket socket = talk.hello().startTls();
    talk.say("EHLO client.example");
    return socket;
  }

  private Talk signedIn() throws Exception {
    tls();
    return talk.expect("250").ask("AUTH PLAIN " + plain(TestServer.PASSWORD), "235 2.7.0");
  }

  @Test
  void beforeTlsOnlyWhatHidesThePasswordIsOffered() throws Exception {
    talk.expect("220").say("EHLO c");
    String offered = talk.reply();
    assertTrue(offered.contains("AUTH SCRAM-SHA-512 SCRAM-SHA-256"), offered);
    assertFalse(offered.contains("PLAIN"), offered);
    talk.ask("AUTH PLAIN " + plain(TestServer.PASSWORD), "538 5.7.11").ask("AUTH LOGIN", "538");
    talk.ask("MAIL FROM:<ada@example.test>", "530 5.7.0").ask("AUTH FROB", "504 5.5.4");
  }

  @Test
  void underTlsAllMechanismsAreOfferedUntilOneWasUsed() throws Exception {
    tls();
    String offered = talk.reply();
    assertTrue(
        offered.contains(
            "AUTH SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-512 SCRAM-SHA-256 PLAIN LOGIN"),
        offered);
    talk.ask("MAIL FROM:<ada@example.test>", "530 5.7.0");
    talk.ask("AUTH PLAIN " + plain(TestServer.PASSWORD), "235").ask("AUTH PLAIN =", "503");
    assertFalse(talk.say("EHLO c").reply().contains("AUTH"));
  }

  @Test
  void plainWaitsForItsResponse() throws Exception {
    tls();
    talk.expect("250").say("AUTH PLAIN");
    assertEquals("334 ", talk.reply());
    talk.ask(plain(TestServer.PASSWORD), "235");
  }

  @Test
  void loginAsksForNameAndPassword() throws Exception {
    tls();
    talk.expect("250").ask("AUTH LOGIN", "334 " + base64("Username:"));
    talk.ask(base64(ADA), "334 " + base64("Password:")).ask(base64(TestServer.PASSWORD), "235");
  }

  @Test
  void loginTakesTheNameWithTheCommand() throws Exception {
    tls();
    talk.expect("250").ask("AUTH LOGIN " + base64(ADA), "334 " + base64("Password:"));
    talk.ask(base64("wrong"), "535 5.7.8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "!", ""})
  void anExchangeCanBeGivenUp(String response) throws Exception {
    tls();
    talk.expect("250").ask("AUTH PLAIN", "334 ").ask(response, "501 5.").ask("NOOP", "250");
    talk.ask("AUTH PLAIN " + plain(TestServer.PASSWORD), "235");
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() throws Exception {
    tls();
    talk.expect("250").ask("AUTH PLAIN " + plain("wrong"), "535 5.7.8 wrong name or password");
    String nobody = base64("\0nobody@example.test\0wrong");
    talk.ask("AUTH PLAIN " + nobody, "535 5.7.8 wrong name or password");
  }

  private String challenge(String line) throws Exception {
    String reply = talk.say(line).reply();
    assertTrue(reply.startsWith("334 "), reply);
    return new String(Base64.getDecoder().decode(reply.substring(4)), UTF_8);
  }

  @Test
  void scramProvesBothSides() throws Exception {
    talk.hello();
    var client = new ScramClient("n,,", new byte[0], ADA, TestServer.PASSWORD, "nonce");
    String first = challenge("AUTH SCRAM-SHA-256 " + base64(client.first()));
    String last = challenge(base64(client.last(first)));
    assertEquals(client.expected(), last);
    talk.ask("", "235 2.7.0").ask("MAIL FROM:<ada@example.test>", "250");
  }

  @Test
  void scramPlusIsBoundToTheChannel() throws Exception {
    SSLSocket socket = tls();
    talk.expect("250");
    byte[] certificate = socket.getSession().getPeerCertificates()[0].getEncoded();
    byte[] binding = MessageDigest.getInstance("SHA-256").digest(certificate);
    String header = "p=tls-server-end-point,,";
    var client = new ScramClient(header, binding, ADA, TestServer.PASSWORD, "nonce");
    String first = challenge("AUTH SCRAM-SHA-256-PLUS " + base64(client.first()));
    String last = challenge(base64(client.last(first)));
    assertEquals(client.expected(), last);
    talk.ask("", "235 2.7.0");
  }

  @Test
  void scramPlusWithAnotherChannelsBindingFails() throws Exception {
    tls();
    talk.expect("250");
    String header = "p=tls-server-end-point,,";
    var client = new ScramClient(header, new byte[32], ADA, TestServer.PASSWORD, "nonce");
    String first = challenge("AUTH SCRAM-SHA-256-PLUS " + base64(client.first()));
    talk.ask(base64(client.last(first)), "535 5.7.8");
  }

  @Test
  void aDowngradedScramIsRefused() throws Exception {
    tls();
    var client = new ScramClient("y,,", new byte[0], ADA, TestServer.PASSWORD, "nonce");
    talk.expect("250").ask("AUTH SCRAM-SHA-256 " + base64(client.first()), "535 5.7.8");
  }

  @Test
  void nobodyWritesInAnothersName() throws Exception {
    signedIn().ask("MAIL FROM:<bob@example.test>", "550 5.7.1");
    talk.ask("MAIL FROM:<ada+shop@example.test>", "250").ask("RSET", "250");
    talk.data(ADA, "bob@example.test").raw("From: Bob <bob@example.test>\r\n\r\n.\r\n");
    talk.expect("550 5.7.1").data(ADA, "bob@example.test");
    talk.raw("From: ada@example.test, bob@example.test\r\n\r\n.\r\n").expect("550 5.7.1");
    talk.data(ADA, "bob@example.test");
    talk.raw("From: ada@example.test\r\nFrom: bob@example.test\r\n\r\n.\r\n").expect("550 5.7.1");
    talk.data(ADA, "bob@example.test");
    talk.raw("From: bob@example.test <\r\n\r\n.\r\n").expect("550 5.7.1");
    talk.data(ADA, "bob@example.test").raw("From: Ada <Ada@Example.Test>\r\n\r\n.\r\n");
    talk.expect("250");
    assertEquals(1, server.inboxSize(server.bob));
  }

  @Test
  void aSubmittedMessageGetsWhatItLacksAndHidesWhereItCameFrom() throws Exception {
    signedIn().data(ADA, "bob@example.test").raw("Subject: x\r\n\r\nhi\r\n.\r\n").expect("250");
    String text = server.newest(server.bob);
    assertTrue(
        text.startsWith("Return-Path: <ada@example.test>\r\nReceived: from client.example\r\n"));
    assertTrue(text.contains("with ESMTPSA (TLSv1.3 "), text);
    assertTrue(text.contains("\r\nDate: Fri, 2 Jan 2026 03:04:05 +0000\r\nMessage-ID: <"), text);
    assertFalse(text.contains("127.0.0.1"), text);
  }

  @Test
  void whatIsAskedForEachRecipientAndHowUrgentItIsGoesWithIt() throws Exception {
    signedIn().ask("MAIL FROM:<ada@example.test> XVERP=xy", "501");
    talk.ask("MAIL FROM:<ada@example.test> XVERP=+= MT-PRIORITY=4", "250");
    talk.ask("RCPT TO:<zoe@example.net>", "250").ask("DATA", "354");
    talk.raw("From: ada@example.test\r\n\r\nhi\r\n.\r\n").expect("250 2.0.0");
    QueuedMail mail = server.queued.getFirst();
    assertTrue(mail.options().verp());
    String prefix = new String(mail.prefix(), java.nio.charset.StandardCharsets.US_ASCII);
    assertTrue(prefix.contains("for <zoe@example.net>\r\n\tpriority 4;\r\n"), prefix);
  }

  @Test
  void mailForElsewhereIsTakenFromOurUsers() throws Exception {
    signedIn()
        .data(ADA, "zoe@example.net")
        .raw("From: ada@example.test\r\n\r\n.\r\n")
        .expect("250");
    assertEquals(1, server.queued.size());
    assertEquals(java.util.Optional.of(server.ada.id()), server.queued.getFirst().sender());
  }

  @Test
  void aSessionEndsWhenItsAccountIsSwitchedOff() throws Exception {
    signedIn().ask("MAIL FROM:<ada@example.test>", "250");
    server.changes.changeAccount(server.ada.id(), a -> a.withDisabled(true));
    talk.expect("421 4.7.0 the account was switched off").end();
  }

  @Test
  void inATryOutAPasswordMayBeSentInTheClearOnThisMachine() throws Exception {
    try (var open = new TestServer(SmtpConfig.Service.SUBMISSION, folder.resolve("open"), true);
        Talk clear = open.talk()) {
      clear.hello().ask("AUTH PLAIN " + plain(TestServer.PASSWORD), "235");
    }
  }
}
