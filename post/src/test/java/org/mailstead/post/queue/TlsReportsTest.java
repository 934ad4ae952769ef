package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;

/** What domains are told about how our mail to them was encrypted (RFC 8460). */
@Timeout(60)
class TlsReportsTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final String ZONE =
      """
      one.test. IN MX 10 mx.one.test.
      mx.one.test. IN A 127.0.0.2
      _smtp._tls.one.test. IN TXT "v=TLSRPTv1; rua=mailto:tls@two.test"
      two.test. IN MX 10 mx.one.test.
      """;

  @TempDir Path home;

  private Mailroom room(House house, OtherServer other, String more) throws Exception {
    return new Mailroom(
        house, QueueConfig.of("mx.example.test", other.port(), true), new SignedDns(ZONE + more));
  }

  private static String json(String message) throws Exception {
    String coded = message.substring(message.indexOf(".json.gz\"") + 9);
    coded = coded.substring(0, coded.lastIndexOf("\r\n--")).strip();
    byte[] file = Base64.getMimeDecoder().decode(coded);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void nobodyIsToldWhereTheOperatorWantsNoReports() throws Exception {
    var house = new House(home, new MemoryEngine(InstantSource.system()));
    try (var other = new OtherServer("127.0.0.2", 0)) {
      QueueConfig config =
          QueueConfig.of("mx.example.test", other.port(), true).withTlsReports(false);
      try (var room = new Mailroom(house, config, new SignedDns(ZONE))) {
        room.queue.accept(house.mail("q1", TEXT, House.outside("x@one.test")));
        room.settle();
        assertEquals(1, other.messages().size());
        room.later(Duration.ofHours(24));
        room.settle();
        assertEquals(1, other.messages().size());
      }
    }
  }

  @Test
  void aDomainIsToldTheNextDayAlsoAfterARestart() throws Exception {
    var house = new House(home, new MemoryEngine(InstantSource.system()));
    try (var other = new OtherServer("127.0.0.2", 0)) {
      String record =
          "_" + other.port() + "._tcp.mx.one.test. IN TLSA 3 1 1 " + "ab".repeat(32) + "\n";
      try (var room = room(house, other, record)) {
        room.queue.accept(house.mail("q1", TEXT, House.outside("x@one.test")));
        room.settle();
        assertEquals(List.of(), other.messages());
      }
      try (var room = room(house, other, record)) {
        room.queue.control().delete("q1");
        room.later(Duration.ofHours(24));
        room.settle();
        assertEquals(1, other.messages().size());
        String message = other.messages().getFirst();
        assertTrue(message.contains("TLS-Report-Domain: one.test\r\n"), message);
        assertTrue(message.contains("From: postmaster@example.test\r\n"), message);
        assertTrue(other.commands().contains("RCPT TO:<tls@two.test>"));
        String json = json(message);
        assertTrue(json.contains("\"policy-type\":\"tlsa\""), json);
        assertTrue(json.contains("\"policy-string\":[\"3 1 1 abab"), json);
        assertTrue(json.contains("\"total-failure-session-count\":1"), json);
        assertTrue(json.contains("\"result-type\":\"starttls-not-supported\""), json);
        assertTrue(json.contains("\"receiving-mx-hostname\":\"mx.one.test\""), json);
        assertTrue(json.contains("\"start-datetime\":\"2026-03-02T00:00:00Z\""), json);
        room.later(Duration.ofHours(24));
        room.settle();
        assertEquals(1, other.messages().size());
      }
    }
  }

  @Test
  void whoAsksForNoReportsGetsNone() throws Exception {
    var house = new House(home, new MemoryEngine(InstantSource.system()));
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = room(house, other, "")) {
      room.queue.accept(house.mail("q1", TEXT, House.outside("x@two.test")));
      room.settle();
      room.later(Duration.ofHours(28));
      room.settle();
      assertEquals(1, other.messages().size());
    }
  }
}
