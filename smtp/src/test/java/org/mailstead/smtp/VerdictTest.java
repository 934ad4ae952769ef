package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.post.QueuedMail;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Whether mail to port 25 is wanted. */
class VerdictTest {
  private static final String ZONE =
      """
      good.example. IN TXT "v=spf1 ip4:127.0.0.0/8 -all"
      _dmarc.good.example. IN TXT "v=DMARC1; p=reject"
      bad.example. IN TXT "v=spf1 -all"
      _dmarc.careful.example. IN TXT "v=DMARC1; p=quarantine"
      1.0.0.127.in-addr.arpa. IN PTR localhost.good.example.
      localhost.good.example. IN A 127.0.0.1
      """;

  @TempDir Path folder;

  private TestServer server() throws Exception {
    return new TestServer(
        SmtpConfig.Service.INBOUND, folder, zone(), new Handling(false, Set.of()));
  }

  private static Resolver zone() throws IOException {
    return new ZoneFileResolver(new ByteArrayInputStream(ZONE.getBytes(US_ASCII)), false);
  }

  private static void send(Talk talk, String from, String message, String reply, String... to)
      throws IOException {
    talk.data(from, to).raw(message.replace("\n", "\r\n") + "\r\n.\r\n").expect(reply);
  }

  @Test
  void junkGoesToJunkWithItsReasons() throws Exception {
    try (TestServer server = server();
        Talk talk = server.talk().hello()) {
      send(talk, "x@good.example", "From: a@careful.example\n\nx", "250", "ada@example.test");
      assertEquals(0, server.inboxSize(server.ada));
      assertEquals(1, server.junkSize(server.ada));
      send(talk, "x@good.example", "From: x@good.example\n\nx", "250", "ada@example.test");
      assertEquals(1, server.inboxSize(server.ada));
      String text = server.newest(server.ada);
      assertTrue(
          text.contains("\r\nX-Mailstead-Verdict: ham; points=-1;\r\n\tdmarc-pass=-1 ("), text);
      assertTrue(
          server.reasons(server.ada).stream()
              .anyMatch(r -> r.who().equals("verdict") && r.what().equals("ham")));
    }
  }

  @Test
  void nobodyElseWritesVerdicts() throws Exception {
    try (TestServer server = server();
        Talk talk = server.talk().hello()) {
      String forged =
          "x-mailstead-verdict: ham; points=-50\nFrom: a@careful.example\n"
              + "X-Mailstead-Verdict : ham; points=0\n\nX-Mailstead-Verdict: in the body";
      send(talk, "x@good.example", forged, "250", "ada@example.test");
      assertEquals(1, server.junkSize(server.ada));
      send(
          talk,
          "x@good.example",
          forged.replace("careful", "good"),
          "250",
          "ada@example.test",
          "bob@example.test");
      String prefix = new String(server.queued.getFirst().prefix(), ISO_8859_1);
      assertTrue(prefix.contains("X-Mailstead-Verdict: ham; points=-1"), prefix);
      assertFalse(prefix.contains("-50"), prefix);
    }
  }

  @Test
  void whatIsSurelyJunkIsNotTaken() throws Exception {
    Handling tell = new Handling(false, Set.of());
    ProvenanceConfig strict = TestServer.checking(zone(), tell, new Scale(6, 9), Hooks.NONE);
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder, false, strict);
        Talk talk = server.talk().hello()) {
      // dmarc-fail 6, and in the end spf-fail 3
      send(talk, "x@good.example", "From: a@careful.example\n\nx", "250", "ada@example.test");
      send(
          talk,
          "x@bad.example",
          "From: a@careful.example\n\nx",
          "550 5.7.1 taken for junk: this message does not come from careful.example",
          "ada@example.test");
      assertEquals(1, server.junkSize(server.ada));
      assertEquals(List.of(), server.queued);
    }
  }

  /** Backscatter: mail that cannot be delivered later must not hit whoever was put into it. */
  @Test
  void nobodyIsToldOfMailThatTheySeemNotToHaveSent() throws Exception {
    String[] both = {"ada@example.test", "bob@example.test"};
    try (TestServer server = server();
        Talk talk = server.talk().hello()) {
      send(talk, "x@bad.example", "From: x@bad.example\n\nx", "250", both);
      send(talk, "x@good.example", "From: a@careful.example\n\nx", "250", both);
      send(talk, "x@good.example", "From: x@good.example\n\nx", "250", both);
      talk.ask("MAIL FROM:<x@bad.example>", "250");
      talk.ask("RCPT TO:<ada@example.test> NOTIFY=SUCCESS", "250").ask("DATA", "354");
      talk.raw("From: x@bad.example\r\n\r\nx\r\n.\r\n").expect("250");
      List<Set<QueuedMail.Notify>> told =
          server.queued.stream()
              .flatMap(mail -> mail.recipients().stream())
              .map(QueuedMail.To::reportOn)
              .toList();
      Set<QueuedMail.Notify> never = Set.of(QueuedMail.Notify.NEVER);
      assertEquals(List.of(never, never, never, never, Set.of(), Set.of(), never), told);
    }
  }
}
