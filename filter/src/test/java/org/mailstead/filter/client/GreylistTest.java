package org.mailstead.filter.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;

/** Strangers have to come again. */
class GreylistTest {
  private static final InetAddress ONE = FakeDns.ip("192.0.2.1");
  private static final InetAddress NEIGHBOUR = FakeDns.ip("192.0.2.9");

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  private Greylist list(Greylist.Mode mode) {
    return new Greylist(mode, () -> now);
  }

  private static boolean asks(Greylist list, InetAddress client, String sender, int points) {
    var verdict = Verdict.of(List.of(new Clue("x", points, "")), Scale.DEFAULT);
    return list.sendsAway(client, sender, verdict, 6);
  }

  private void later(Duration by) {
    now = now.plus(by);
  }

  @Test
  void whoComesBackIsKnown() {
    Greylist list = list(Greylist.Mode.ALL);
    assertTrue(asks(list, ONE, "a@x.test", 0));
    later(Duration.ofMinutes(1));
    assertTrue(asks(list, ONE, "a@x.test", 0), "too soon");
    later(Duration.ofMinutes(4));
    assertFalse(asks(list, NEIGHBOUR, "a@x.test", 0));
    later(Duration.ofDays(35));
    assertFalse(asks(list, ONE, "a@x.test", 0));
    later(Duration.ofDays(37));
    assertTrue(asks(list, ONE, "a@x.test", 0), "long forgotten");
  }

  @Test
  void otherSendersAndWhoComesTooLateAreStrangers() {
    Greylist list = list(Greylist.Mode.ALL);
    assertTrue(asks(list, ONE, "a@x.test", 0));
    later(Duration.ofMinutes(10));
    assertTrue(asks(list, ONE, "b@x.test", 0));
    later(Duration.ofDays(3));
    assertTrue(asks(list, ONE, "a@x.test", 0));
  }

  @Test
  void goodMailNeverWaits() {
    Greylist list = list(Greylist.Mode.SUSPICIOUS);
    assertFalse(asks(list, ONE, "a@x.test", 2));
    assertTrue(asks(list, ONE, "a@x.test", 3));
    assertFalse(asks(list, FakeDns.ip("127.0.0.1"), "a@x.test", 9));
    assertFalse(asks(list(Greylist.Mode.OFF), ONE, "a@x.test", 9));
  }
}
