package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.SelfSigned;

/** Mail from us to a Postfix of Debian, and from it to us. */
@Tag("slow")
@Tag("foreign")
class PostfixTest {
  private static final String EVE = Mta.EVE;
  private static final String FROM = "From: eve@example.test\n";

  @TempDir static Path folder;
  private static NameService names;
  private static Postfix postfix;
  private static Mta ours;

  @BeforeAll
  static void start() throws Exception {
    Postfix.need();
    Peers.open(folder);
    names = new NameService(0);
    int port = Running.freePort();
    ours = Mta.start(folder.resolve("home"), names.address(), port);
    var files = new CertificateFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    SelfSigned.write(List.of("mx.post.test"), files, InstantSource.system());
    Path both = folder.resolve("both.pem");
    Files.writeString(both, Files.readString(files.key()) + Files.readString(files.chain()));
    String settings =
        """
        virtual_mailbox_domains = post.test, pöst.test, xn--pst-sna.test
        message_size_limit = 12000000
        cleanup_replace_stray_cr_lf = no
        smtpd_recipient_restrictions =
          check_recipient_access inline:{{nobody@post.test = 550 5.1.1 nobody has that name}}
        transport_maps = inline:{
          {example.test = smtp:[127.0.0.1]:%d}
          {lists.test = lmtp:inet:127.0.0.1:%d}}
        """
            .formatted(ours.port(25), ours.port(24));
    postfix = Postfix.start(folder.resolve("postfix"), port, both, Optional.empty(), settings);
    names.add("post.test. MX 10 mx.post.test.\nxn--pst-sna.test. MX 10 mx.post.test.");
    names.add("mx.post.test. A " + Postfix.ADDRESS);
    names.add("client.test. A 127.0.0.1");
  }

  @AfterAll
  static void stop() {
    if (ours != null) {
      ours.close();
    }
    if (postfix != null) {
      postfix.close();
    }
    if (names != null) {
      names.close();
    }
  }

  private static final String ODD =
      """
      .
      ..
      .dot
       indented, with a blank at the end\040
      \tand a tabulator; the next line is empty

      gr\u00fc\u00dfe aus k\u00f6ln: 8 bit
      %s
      """
          .formatted("x".repeat(990));

  /** As octets of UTF-8, one for each character. */
  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String body(String message) {
    String lines = message.replace("\r\n", "\n");
    return lines.substring(lines.indexOf("\n\n") + 2);
  }

  @Test
  void itGetsEachOctetOfOursEncryptedAndSigned() throws Exception {
    String header = FROM + "Subject: to postfix\nContent-Type: text/plain; charset=utf-8\n";
    try (Talk talk = ours.submission()) {
      talk.good("MAIL FROM:<" + EVE + "> BODY=8BITMIME");
      talk.good("RCPT TO:<ann@post.test>");
      talk.data(header + "\n" + utf8(ODD));
    }
    String message = postfix.awaitMessage("Subject: to postfix");
    assertEquals(utf8(ODD), body(message));
    assertTrue(message.contains("(using TLSv1.3 with cipher"), message);
    assertTrue(message.contains("from mx.example.test (unknown [127.0.0.1])"), message);
    assertTrue(message.startsWith("Return-Path: <eve@example.test>\n"), message);
    assertEquals(2, message.split("DKIM-Signature: ", -1).length - 1, message);
  }

  @Test
  void weGetEachOctetOfIts() throws Exception {
    try (Talk talk = Talk.open(Postfix.ADDRESS, port()).secure()) {
      talk.good("MAIL FROM:<ann@post.test> BODY=8BITMIME");
      talk.good("RCPT TO:<eve@example.test>");
      talk.data("From: ann@post.test\nSubject: from postfix\n\n" + utf8(ODD));
    }
    String message = ours.awaitMessage(EVE, "Subject: from postfix");
    assertEquals(utf8(ODD), body(message));
    assertTrue(message.contains("with ESMTPS"), message);
    assertTrue(message.startsWith("Return-Path: <ann@post.test>\r\n"), message);
  }

  private static int port() {
    return postfix.port();
  }

  @Test
  void internationalAddressesPassBothWays() throws Exception {
    String international = utf8("j\u00f6rg@p\u00f6st.test");
    try (Talk talk = ours.submission()) {
      talk.good("MAIL FROM:<" + EVE + "> SMTPUTF8");
      talk.good("RCPT TO:<" + international + ">");
      talk.data(FROM + "To: " + international + "\nSubject: " + utf8("gr\u00fc\u00dfe") + "\n\nx");
    }
    String there = postfix.awaitMessage("Subject: " + utf8("gr\u00fc\u00dfe"));
    assertTrue(there.contains("with UTF8SMTPS"), there);
    assertTrue(there.contains("To: " + international), there);
    try (Talk talk = Talk.open(Postfix.ADDRESS, port())) {
      talk.good("MAIL FROM:<" + international + "> SMTPUTF8");
      talk.good("RCPT TO:<eve@example.test>");
      talk.data("From: " + international + "\nSubject: " + utf8("zur\u00fcck") + "\n\nx");
    }
    String here = ours.awaitMessage(EVE, "Subject: " + utf8("zur\u00fcck"));
    assertTrue(here.contains("with UTF8SMTPS"), here);
  }

  @Test
  void manyRecipientsEachGetOne() throws Exception {
    ours.server()
        .command(
            "account", "add", "m%d@example.test", "--count", "120", "--password", Mta.PASSWORD);
    try (Talk talk = Talk.open(Postfix.ADDRESS, port())) {
      talk.good("MAIL FROM:<ann@post.test>");
      for (int i = 0; i < 120; i++) {
        talk.good("RCPT TO:<m" + i + "@example.test>");
      }
      talk.data("From: ann@post.test\nSubject: to all of you\n\nx");
    }
    Pattern one = Pattern.compile("\nm\\d+@example[.]test  1 messages,");
    Peers.await(
        () -> ours.server().command("account", "list"),
        list -> one.matcher("\n" + list).results().count() == 120,
        postfix::log);
  }

  @Test
  void aLargeMessagePassesBothWays() throws Exception {
    String lines = ("0123456789".repeat(7) + "\n").repeat(150_000); // 10.6 MB
    try (Talk talk = Talk.open(Postfix.ADDRESS, port())) {
      talk.send("ann@post.test", List.of(EVE), "Subject: large in\n\n" + lines);
    }
    assertEquals(lines.length(), body(ours.awaitMessage(EVE, "Subject: large in")).length());
    ours.send("ann@post.test", FROM + "Subject: large out\n\n" + lines);
    assertEquals(lines.length(), body(postfix.awaitMessage("Subject: large out")).length());
  }

  @Test
  void whatItCannotTakeComesBackWithTheReason() throws Exception {
    String lines = ("0123456789".repeat(7) + "\n").repeat(180_000);
    ours.send("ann@post.test", FROM + "Subject: too large\n\n" + lines);
    String large = ours.awaitMessage(EVE, "octets, the server takes 12000000");
    assertTrue(large.contains("Status: 5.3.4"), large);
    ours.send("nobody@post.test", FROM + "Subject: to nobody\n\nx");
    String nobody = ours.awaitMessage(EVE, "Final-Recipient: rfc822; nobody@post.test");
    assertTrue(nobody.contains("nobody has that name"), nobody);
    assertTrue(nobody.contains("Status: 5.1.1"), nobody);
    assertTrue(nobody.contains("Remote-MTA: dns; mx.post.test"), nobody);
  }

  /** RFC 3461: what is asked for travels with the message, and each tells what it knows. */
  @Test
  void whoAsksIsToldOfSuccess() throws Exception {
    try (Talk talk = ours.submission()) {
      talk.good("MAIL FROM:<" + EVE + "> RET=HDRS ENVID=out1");
      talk.good("RCPT TO:<ann@post.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;first@post.test");
      talk.data(FROM + "Subject: tell me\n\nx");
    }
    String told = ours.awaitMessage(EVE, "Original-Envelope-Id: out1");
    assertTrue(told.contains("Original-Recipient: rfc822;first@post.test"), told);
    assertTrue(told.contains("Action: delivered"), told);
    assertTrue(told.contains("text/rfc822-headers"), told);
    try (Talk talk = Talk.open(Postfix.ADDRESS, port())) {
      talk.good("MAIL FROM:<ann@post.test> RET=FULL ENVID=in1");
      talk.good("RCPT TO:<eve@example.test> NOTIFY=SUCCESS ORCPT=rfc822;x@example.test");
      talk.data("From: ann@post.test\nSubject: tell me too\n\nx");
    }
    String ofOurs = postfix.awaitMessage("Original-Envelope-Id: in1");
    assertTrue(ofOurs.contains("Original-Recipient: rfc822;x@example.test"), ofOurs);
    assertTrue(ofOurs.contains("Action: delivered"), ofOurs);
    assertTrue(ofOurs.contains("Reporting-MTA: dns; mx.example.test"), ofOurs);
  }

  @Test
  void itTellsItsSenderWhyWeRefuse() throws Exception {
    try (Talk talk = Talk.open(Postfix.ADDRESS, port())) {
      talk.send("ann@post.test", List.of("nobody@example.test"), "Subject: who?\n\nx");
    }
    String told = postfix.awaitMessage("Final-Recipient: rfc822; nobody@example.test");
    assertTrue(told.contains("Status: 5.1.1"), told);
  }

  /** What looks like an end to some is no end on the way between us, in neither direction. */
  @Test
  void nothingIsSmuggled() throws Exception {
    String evil = "\r\nMAIL FROM:<evil@post.test>\r\nRCPT TO:<eve@example.test>\r\nDATA\r\n";
    try (Talk talk = Talk.open(Postfix.ADDRESS, port())) {
      talk.good("MAIL FROM:<ann@post.test>");
      talk.good("RCPT TO:<eve@example.test>");
      talk.good("DATA");
      talk.raw("Subject: outer\r\n\r\nx\r.\r" + evil + "Subject: inner\r\n\r\nx\r\n.\r\n");
      talk.reply();
    }
    String bounced = postfix.awaitMessage("bare CR, bare LF or NUL in the message");
    assertTrue(bounced.contains("Status: 5.6.0"), bounced);
    assertFalse(ours.received(EVE, "Subject: outer").isPresent());
    assertFalse(ours.received(EVE, "Return-Path: <evil@post.test>").isPresent());
    String inner = "Subject: binary\r\n\r\nx\n.\r\nMAIL FROM:<evil@post.test>\r\n";
    try (Talk talk = ours.submission()) {
      talk.good("MAIL FROM:<" + EVE + "> BODY=BINARYMIME");
      talk.good("RCPT TO:<ann@post.test>");
      talk.raw("BDAT " + inner.length() + " LAST\r\n" + inner);
      assertTrue(talk.reply().getLast().startsWith("250"));
    }
    ours.awaitMessage(EVE, "the server takes no binary messages");
    assertFalse(postfix.log().contains("evil@post.test>, size"), postfix.log());
  }

  /** RFC 2033: each recipient is answered for alone. */
  @Test
  void byLmtpEachRecipientCountsAlone() throws Exception {
    ours.server().command("domain", "add", "lists.test");
    ours.server().command("account", "add", "joe@lists.test", "--password", Mta.PASSWORD);
    try (Talk talk = Talk.open(Postfix.ADDRESS, port())) {
      talk.send(
          "ann@post.test", List.of("joe@lists.test", "no@lists.test"), "Subject: by lmtp\n\nx");
    }
    String message = ours.awaitMessage("joe@lists.test", "Subject: by lmtp");
    assertTrue(message.contains("with LMTP"), message);
    postfix.awaitMessage("Final-Recipient: rfc822; no@lists.test");
    assertFalse(postfix.received("Final-Recipient: rfc822; joe@lists.test").isPresent());
  }
}
