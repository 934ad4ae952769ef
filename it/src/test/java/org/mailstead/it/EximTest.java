package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.SelfSigned;

/** Mail from us to an Exim of Debian, and from it to us, which it brings in chunks (RFC 3030). */
@Tag("slow")
@Tag("foreign")
class EximTest {
  private static final String EVE = Mta.EVE;
  private static final String FROM = "From: eve@example.test\n";

  @TempDir static Path folder;
  private static NameService names;
  private static Exim exim;
  private static Mta ours;

  @BeforeAll
  static void start() throws Exception {
    Exim.need();
    Peers.open(folder);
    names = new NameService(0);
    int port = Running.freePort();
    ours = Mta.start(folder.resolve("home"), names.address(), port);
    Path home = Peers.open(folder.resolve("exim"));
    var files = new CertificateFiles(home.resolve("chain.pem"), home.resolve("key.pem"));
    SelfSigned.write(List.of("mx.exim.test"), files, InstantSource.system());
    exim = Exim.start(home, port, ours.port(25));
    names.add("exim.test. MX 10 mx.exim.test.\nmx.exim.test. A " + Exim.ADDRESS);
  }

  @AfterAll
  static void stop() {
    if (ours != null) {
      ours.close();
    }
    if (exim != null) {
      exim.close();
    }
    if (names != null) {
      names.close();
    }
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String body(String message) {
    String lines = message.replace("\r\n", "\n");
    return lines.substring(lines.indexOf("\n\n") + 2);
  }

  private static final String ODD = ".\n..\n.dot\n \n\nFrom here\ngr\u00fc\u00dfe\n";

  @Test
  void itGetsEachOctetOfOursEncrypted() throws Exception {
    ours.send("ann@exim.test", FROM + "Subject: to exim\n\n" + utf8(ODD));
    String message = exim.awaitMessage("Subject: to exim");
    assertEquals(utf8(ODD), body(message));
    assertTrue(message.contains("esmtps  (TLS1.3)"), message);
    assertTrue(message.startsWith("Return-path: <eve@example.test>\n"), message);
  }

  @Test
  void weGetEachOctetOfItsInChunks() throws Exception {
    try (Talk talk = Talk.open(Exim.ADDRESS, exim.port()).secure()) {
      talk.send("ann@exim.test", List.of(EVE), "Subject: from exim\n\n" + utf8(ODD));
    }
    String message = ours.awaitMessage(EVE, "Subject: from exim");
    assertEquals(utf8(ODD), body(message));
    assertTrue(message.contains("with ESMTPS"), message);
    // Its log says K where it used CHUNKING.
    assertTrue(
        exim.log()
            .lines()
            .anyMatch(line -> line.contains("=> eve@example.test") && line.contains(" K ")),
        exim.log());
  }

  @Test
  void aLargeMessageComesInManyChunksAndGoesInOne() throws Exception {
    String lines = ("." + "0123456789".repeat(7) + "\n").repeat(140_000); // 10 MB
    try (Talk talk = Talk.open(Exim.ADDRESS, exim.port())) {
      talk.send("ann@exim.test", List.of(EVE), "Subject: large in\n\n" + lines);
    }
    assertEquals(lines, body(ours.awaitMessage(EVE, "Subject: large in")));
    ours.send("ann@exim.test", FROM + "Subject: large out\n\n" + lines);
    assertEquals(lines, body(exim.awaitMessage("Subject: large out")));
  }

  @Test
  void internationalAddressesPassBothWays() throws Exception {
    String joerg = utf8("j\u00f6rg@exim.test");
    try (Talk talk = ours.submission()) {
      talk.good("MAIL FROM:<" + EVE + "> SMTPUTF8");
      talk.good("RCPT TO:<" + joerg + ">");
      talk.data(FROM + "To: " + joerg + "\nSubject: " + utf8("gr\u00fc\u00dfe") + "\n\nx");
    }
    String there = exim.awaitMessage("Subject: " + utf8("gr\u00fc\u00dfe"));
    assertTrue(there.contains("with utf8esmtps"), there);
    try (Talk talk = Talk.open(Exim.ADDRESS, exim.port())) {
      talk.good("MAIL FROM:<" + joerg + "> SMTPUTF8");
      talk.good("RCPT TO:<eve@example.test>");
      talk.data("From: " + joerg + "\nSubject: " + utf8("zur\u00fcck") + "\n\nx");
    }
    String here = ours.awaitMessage(EVE, "Subject: " + utf8("zur\u00fcck"));
    assertTrue(here.contains("with UTF8SMTPS"), here);
  }

  @Test
  void eachTellsItsSenderWhyTheOtherRefuses() throws Exception {
    ours.send("nobody@exim.test", FROM + "Subject: to nobody\n\nx");
    String told = ours.awaitMessage(EVE, "Final-Recipient: rfc822; nobody@exim.test");
    assertTrue(told.contains("nobody has that name"), told);
    try (Talk talk = Talk.open(Exim.ADDRESS, exim.port())) {
      talk.send("ann@exim.test", List.of("who@example.test"), "Subject: who?\n\nx");
    }
    String bounced = exim.awaitMessage("Final-Recipient: rfc822;who@example.test");
    assertTrue(bounced.contains("Remote-MTA: dns; 127.0.0.1"), bounced);
    assertTrue(bounced.contains("550 5.1.1"), bounced);
  }

  @Test
  void whoAsksIsToldOfSuccess() throws Exception {
    try (Talk talk = Talk.open(Exim.ADDRESS, exim.port())) {
      talk.good("MAIL FROM:<ann@exim.test> RET=HDRS ENVID=in1");
      talk.good("RCPT TO:<eve@example.test> NOTIFY=SUCCESS ORCPT=rfc822;x@example.test");
      talk.data("Subject: tell me\n\nx");
    }
    String told = exim.awaitMessage("Original-Envelope-Id: in1");
    assertTrue(told.contains("Action: delivered"), told);
    assertTrue(told.contains("Reporting-MTA: dns; mx.example.test"), told);
  }
}
