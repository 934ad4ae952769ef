package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.Dkim;
import org.mailstead.filter.dkim.DkimLimits;
import org.mailstead.filter.dkim.DkimVerifier;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.origin.Handling;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.identity.DomainKey;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Who sent what comes to port 25, and the signatures of what leaves port 587. */
class ProvenanceTest {
  private static final String ZONE =
      """
      good.example. IN TXT "v=spf1 ip4:127.0.0.0/8 -all"
      _dmarc.good.example. IN TXT "v=DMARC1; p=reject"
      bank.example. IN TXT "v=spf1 -all"
      _dmarc.bank.example. IN TXT "v=DMARC1; p=reject"
      _dmarc.careful.example. IN TXT "v=DMARC1; p=quarantine"
      1.0.0.127.in-addr.arpa. IN PTR localhost.good.example.
      localhost.good.example. IN A 127.0.0.1
      """;

  @TempDir Path folder;

  private static Resolver zone(String records) throws IOException {
    return new ZoneFileResolver(new ByteArrayInputStream(records.getBytes(US_ASCII)), false);
  }

  private TestServer inbound(Handling handling) throws Exception {
    return new TestServer(SmtpConfig.Service.INBOUND, folder, zone(ZONE), handling);
  }

  private static Talk send(Talk talk, String from, String message, String reply, String... to)
      throws IOException {
    return talk.data(from, to).raw(message.replace("\n", "\r\n") + "\r\n.\r\n").expect(reply);
  }

  @Test
  void whatWasFoundStandsBeforeTheMessage() throws Exception {
    try (TestServer server = inbound(Handling.DEFAULT);
        Talk talk = server.talk().hello()) {
      send(
          talk,
          "eve@good.example",
          "From: eve@good.example\nSubject: hi\n\nhello",
          "250",
          "ada@example.test");
      String text = server.newest(server.ada);
      String start =
          """
          Return-Path: <eve@good.example>
          Authentication-Results: mx.example.test;
          \tdmarc=pass header.from=good.example policy.dmarc=reject;
          \tdkim=none;
          \tspf=pass (ip4:127.0.0.0/8)
          \t smtp.mailfrom=eve@good.example;
          """
              .replace("\n", "\r\n");
      assertEquals(start, text.substring(0, start.length()), text);
      assertTrue(text.indexOf("\r\nReceived: from client.example") > 0, text);
      assertTrue(text.contains("iprev=pass (localhost.good.example)"), text);
      var reasons = server.reasons(server.ada);
      assertEquals("dmarc", reasons.getFirst().who());
      assertEquals("pass", reasons.getFirst().what());
      assertEquals("delivery", reasons.getLast().who());
    }
  }

  @Test
  void mailForSeveralKeepsWhatWasFound() throws Exception {
    try (TestServer server = inbound(Handling.DEFAULT);
        Talk talk = server.talk().hello()) {
      send(
          talk,
          "eve@good.example",
          "From: eve@good.example\n\nhello",
          "250",
          "ada@example.test",
          "bob@example.test");
      String prefix = new String(server.queued.getFirst().prefix(), ISO_8859_1);
      assertTrue(prefix.startsWith("Authentication-Results: mx.example.test;\r\n"), prefix);
    }
  }

  @Test
  void forgeriesAreRefusedBeforeTheyAreKept() throws Exception {
    try (TestServer server = inbound(Handling.DEFAULT);
        Talk talk = server.talk().hello()) {
      String forged = "From: Your Bank <service@bank.example>\n\nclick here";
      send(
          talk,
          "eve@good.example",
          forged,
          "550 5.7.1 mail from bank.example that fails",
          "ada@example.test");
      send(
          talk,
          "eve@good.example",
          "From: eve@good.example, service@bank.example\n\nx",
          "550 5.7.1",
          "ada@example.test");
      send(
          talk,
          "eve@good.example",
          "From: eve@good.example\nFrom: service@bank.example\n\nx",
          "550 5.7.1",
          "ada@example.test",
          "bob@example.test");
      send(talk, "x@good.example", "From: a@careful.example\n\nx", "250", "ada@example.test");
      assertEquals(0, server.inboxSize(server.ada));
      assertEquals(1, server.junkSize(server.ada));
      assertEquals(List.of(), server.queued);
    }
  }

  @Test
  void theOperatorMayTakeThemOrTrustAList() throws Exception {
    String forged = "From: service@bank.example\n\nx";
    for (Handling mild :
        List.of(new Handling(false, Set.of()), new Handling(true, Set.of("good.example")))) {
      Path own = java.nio.file.Files.createTempDirectory(folder, "home");
      try (TestServer server = new TestServer(SmtpConfig.Service.INBOUND, own, zone(ZONE), mild);
          Talk talk = server.talk().hello()) {
        send(talk, "list@good.example", forged, "250", "ada@example.test");
        if (mild.forwarders().isEmpty()) {
          assertEquals(1, server.junkSize(server.ada));
        } else {
          assertTrue(server.newest(server.ada).contains("dmarc=fail"));
        }
      }
    }
  }

  @Test
  void resultsInOurNameAreRemovedAndNothingElse() throws Exception {
    try (TestServer server = inbound(Handling.DEFAULT);
        Talk talk = server.talk().hello()) {
      String forged = "Authentication-Results: MX.example.test (x) 1;\n\tdmarc=pass\n";
      String rest =
          "X: 1\nAuthentication-Results: other.test; dmarc=pass\nFrom: eve@good.example\n\n"
              + "Authentication-Results: mx.example.test; none";
      send(talk, "eve@good.example", forged + rest, "250", "ada@example.test");
      assertEquals(rest.replace("\n", "\r\n") + "\r\n", server.newestBody(server.ada));
    }
  }

  @Test
  void aHeaderWithoutEndIsRefused() throws Exception {
    try (TestServer server = inbound(Handling.DEFAULT);
        Talk talk = server.talk().hello()) {
      var many = new StringBuilder("From: eve@good.example\n");
      for (int i = 0; i < 15_000; i++) {
        many.append("X:1\n");
      }
      send(talk, "eve@good.example", many + "\nx", "552 5.3.4", "ada@example.test");
      assertEquals(0, server.inboxSize(server.ada));
    }
  }

  private static DomainKey stored(SigningKey key, DomainKey.State state) {
    return new DomainKey(
        key.name().selector(),
        key.secret().getEncoded(),
        key.known().getEncoded(),
        state,
        Instant.EPOCH,
        Optional.empty());
  }

  @Test
  void whatOurUsersSendIsSignedAndTheirForgeriesGo() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.SUBMISSION, folder);
        Talk talk = server.talk().hello()) {
      SigningKey rsa = SigningKey.generate(new KeyName("example.test", "r"), Algorithm.RSA_SHA256);
      SigningKey ed =
          SigningKey.generate(new KeyName("example.test", "e"), Algorithm.ED25519_SHA256);
      SigningKey old =
          SigningKey.generate(new KeyName("example.test", "o"), Algorithm.ED25519_SHA256);
      server.keys.change(
          "example.test",
          _ ->
              List.of(
                  stored(old, DomainKey.State.RETIRED),
                  stored(rsa, DomainKey.State.SIGNING),
                  stored(ed, DomainKey.State.SIGNING)));
      talk.startTls();
      talk.ask("EHLO c", "250");
      String login =
          Base64.getEncoder()
              .encodeToString(("\0ada@example.test\0" + TestServer.PASSWORD).getBytes(US_ASCII));
      talk.ask("AUTH PLAIN " + login, "235");
      send(
          talk,
          "ada@example.test",
          """
          From: ada@example.test
          Authentication-Results: mx.example.test; dmarc=pass
          Subject: hi

          hello\s
          ..

          """,
          "250",
          "bob@example.test");
      String text = server.newest(server.bob);
      assertFalse(text.contains("Authentication-Results"), text);
      assertTrue(text.contains("\r\nMessage-ID: "), text);
      SignedMessage message =
          SignedMessage.read(ByteSource.of(text.getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
      Resolver dns = zone(record(rsa) + record(ed));
      List<Dkim> found =
          new DkimVerifier(dns, InstantSource.system(), DkimLimits.DEFAULT).verify(message);
      assertEquals(List.of("r", "e"), found.stream().map(Dkim::selector).toList());
      assertTrue(found.stream().allMatch(Dkim::passed), found.toString());
      // Nobody can add another subject, or another Message-ID than the one that we gave it.
      assertTrue(text.replaceAll("\r\n[ \t]", "").contains("subject:subject:"), text);
    }
  }

  private static String record(SigningKey key) {
    String text = key.dnsRecord();
    int half = text.length() / 2;
    return key.name().dnsName()
        + ". IN TXT \""
        + text.substring(0, half)
        + "\" \""
        + text.substring(half)
        + "\"\n";
  }

  @Test
  void aDomainWithoutKeysSendsAllTheSame() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.SUBMISSION, folder);
        Talk talk = server.talk().hello()) {
      talk.startTls();
      talk.ask("EHLO c", "250");
      String login =
          Base64.getEncoder()
              .encodeToString(("\0ada@example.test\0" + TestServer.PASSWORD).getBytes(US_ASCII));
      talk.ask("AUTH PLAIN " + login, "235");
      send(talk, "ada@example.test", "From: ada@example.test\n\nhello", "250", "bob@example.test");
      assertFalse(server.newest(server.bob).contains("DKIM-Signature"));
    }
  }
}
