package org.mailstead.filter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Verdict;

/** What networks sent lately. */
class ReputationTest {
  private static final InetAddress ONE = FakeDns.ip("192.0.2.1");
  private static final InetAddress NEIGHBOUR = FakeDns.ip("192.0.2.200");

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final Reputation reputation = new Reputation(() -> now);

  private int points(InetAddress client) {
    return reputation.of(client).map(Clue::points).orElse(0);
  }

  private void came(InetAddress client, Verdict.Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      reputation.add(client, kind);
    }
  }

  @Test
  void whoSendsJunkIsExpectedToGoOn() {
    came(ONE, Verdict.Kind.JUNK, 4);
    assertEquals(0, points(ONE), "too little to say");
    came(ONE, Verdict.Kind.REFUSED, 2);
    assertEquals(3, points(ONE));
    assertEquals(3, points(NEIGHBOUR));
    assertEquals(0, points(FakeDns.ip("192.0.3.1")));
    came(ONE, Verdict.Kind.HAM, 4);
    assertEquals(1, points(ONE));
  }

  @Test
  void whoSendsGoodMailIsBelieved() {
    came(ONE, Verdict.Kind.HAM, 30);
    assertEquals(-1, points(ONE));
  }

  @Test
  void whatWasIsForgotten() {
    came(ONE, Verdict.Kind.JUNK, 8);
    now = now.plus(Duration.ofHours(12));
    assertEquals(3, points(ONE));
    now = now.plus(Duration.ofDays(1));
    assertEquals(0, points(ONE));
  }

  @Test
  void guessingAddressesCounts() {
    for (int i = 0; i < 30; i++) {
      reputation.addUnknownRecipient(ONE);
    }
    assertEquals(3, points(ONE));
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 150_000; i++) {
      reputation.add(FakeDns.ip("11.%d.%d.1".formatted(i >> 8 & 255, i & 255)), Verdict.Kind.HAM);
      reputation.add(FakeDns.ip("2001:db8:%x::1".formatted(i & 0xffff)), Verdict.Kind.HAM);
    }
    assertEquals(100_000, reputation.size());
  }
}
