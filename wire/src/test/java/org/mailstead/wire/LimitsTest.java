package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.wire.TestServer.config;
import static org.mailstead.wire.TestServer.line;
import static org.mailstead.wire.TestServer.send;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailstead.words.Problem;

/** How many, how often, and from where. */
@Timeout(60)
class LimitsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final InstantSource clock = now::get;

  private void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static ConnectionLimits limits(int total, int perAddress, int burst, boolean exempt) {
    var rate = new TokenBuckets.Rate(burst, Duration.ofHours(1));
    return new ConnectionLimits(total, perAddress, rate, 100, exempt);
  }

  private static TestServer server(ConnectionLimits limits) throws Exception {
    return new TestServer(config(false).withLimits(limits), null, TestServer::echo);
  }

  private static void answers(Socket client) throws Exception {
    send(client, "hi\r\n");
    assertEquals("you said hi\r\n", line(client));
  }

  @Test
  void oneAddressHasSoManyConnections() throws Exception {
    try (var server = server(limits(100, 2, 100, false))) {
      try (Socket one = server.connect();
          Socket two = server.connect()) {
        answers(one);
        answers(two);
        try (Socket three = server.connect()) {
          assertEquals("refused connections.address\r\n", line(three));
          assertEquals("", line(three));
        }
      }
    }
  }

  @Test
  void aPlaceIsFreeAgainWhenAConnectionEnds() throws Exception {
    try (var server = server(limits(100, 1, 100, false))) {
      for (int i = 0; i < 3; i++) {
        try (Socket client = server.connect()) {
          answers(client);
          send(client, "END\r\n");
          assertEquals("", line(client));
        }
        while (server.listener.connections() > 0) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void theServerHasSoManyConnections() throws Exception {
    try (var server = server(limits(1, 100, 100, true));
        Socket one = server.connect()) {
      answers(one);
      try (Socket two = server.connect()) {
        assertEquals("refused connections.total\r\n", line(two));
      }
      answers(one);
    }
  }

  @Test
  void oneAddressConnectsSoOften() throws Exception {
    try (var server = server(limits(100, 100, 2, false));
        Socket one = server.connect();
        Socket two = server.connect()) {
      answers(one);
      answers(two);
      try (Socket three = server.connect()) {
        assertEquals("refused connections.rate\r\n", line(three));
      }
    }
  }

  @Test
  void loopbackCanBeExempt() throws Exception {
    try (var server = server(limits(100, 1, 1, true));
        Socket one = server.connect();
        Socket two = server.connect()) {
      answers(one);
      answers(two);
    }
  }

  @Test
  void anIpv6CustomerIsOneAddress() throws Exception {
    var admission = new Admission(limits(100, 1, 100, false), clock);
    assertTrue(admission.enterFrom(InetAddress.ofLiteral("2001:db8::1")).isEmpty());
    assertEquals(
        Problem.Kind.TOO_MANY,
        admission.enterFrom(InetAddress.ofLiteral("2001:db8::ffff:1")).orElseThrow().kind());
    assertTrue(admission.enterFrom(InetAddress.ofLiteral("2001:db8:0:1::1")).isEmpty());
    admission.leaveFrom(InetAddress.ofLiteral("2001:db8::1"));
    assertTrue(admission.enterFrom(InetAddress.ofLiteral("2001:db8::2")).isEmpty());
  }

  @Test
  void aBucketFillsWithTime() {
    var buckets =
        new TokenBuckets<String>(new TokenBuckets.Rate(2, Duration.ofSeconds(10)), 10, clock);
    assertTrue(buckets.take("a"));
    assertTrue(buckets.take("a"));
    assertFalse(buckets.take("a"));
    assertTrue(buckets.take("b"));
    assertEquals(Duration.ofSeconds(5), buckets.untilNext("a"));
    passes(Duration.ofMillis(4999));
    assertFalse(buckets.take("a"));
    passes(Duration.ofMillis(1));
    assertTrue(buckets.take("a"));
    passes(Duration.ofDays(1));
    assertFalse(buckets.take("a", 3));
    assertTrue(buckets.take("a", 2));
    assertFalse(buckets.take("a"));
    buckets.forget("a");
    assertTrue(buckets.take("a"));
  }

  @Test
  void aClockSetBackTakesNothingAway() {
    var buckets =
        new TokenBuckets<String>(new TokenBuckets.Rate(2, Duration.ofSeconds(10)), 10, clock);
    assertTrue(buckets.take("a"));
    passes(Duration.ofDays(-1));
    assertTrue(buckets.take("a"));
    assertFalse(buckets.take("a"));
    passes(Duration.ofSeconds(5));
    assertTrue(buckets.take("a"));
  }

  @Test
  void bucketsRememberSoManyKeysAndForgetTheOldest() {
    var buckets =
        new TokenBuckets<Integer>(new TokenBuckets.Rate(1, Duration.ofDays(1)), 100, clock);
    for (int i = 0; i < 1000; i++) {
      assertTrue(buckets.take(i));
    }
    assertEquals(100, buckets.size());
    assertFalse(buckets.take(999));
    assertTrue(buckets.take(0));
  }

  @Test
  void networksContainTheirAddresses() {
    Network four = Network.parse("192.0.2.77/25");
    assertEquals("192.0.2.0/25", four.toString());
    assertTrue(four.contains(InetAddress.ofLiteral("192.0.2.127")));
    assertFalse(four.contains(InetAddress.ofLiteral("192.0.2.128")));
    assertFalse(four.contains(InetAddress.ofLiteral("::1")));
    Network six = Network.parse("2001:db8::/33");
    assertTrue(six.contains(InetAddress.ofLiteral("2001:db8:7fff::1")));
    assertFalse(six.contains(InetAddress.ofLiteral("2001:db8:8000::1")));
    assertTrue(Network.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("203.0.113.9")));
    assertTrue(Network.parse("127.0.0.1").contains(InetAddress.ofLiteral("127.0.0.1")));
    for (String wrong :
        List.of("", "x", "192.0.2.0/33", "192.0.2.0/-1", "::/129", "1.2.3.4/x", "host/8")) {
      assertThrows(IllegalArgumentException.class, () -> Network.parse(wrong), wrong);
    }
  }
}
