package org.mailstead.post.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.post.rows.SenderRow;

/** What is counted, and for how long. */
class LedgerTest {
  private static final long HOUR = 3_600_000;
  private static final long START = 1_772_409_600_000L; // midnight, UTC

  private final Ledger ledger = new Ledger(SenderRow.getDefaultInstance(), START);

  private static Sent sent(int recipients) {
    return new Sent(1, recipients, 1000);
  }

  @Test
  void aDayIsTheLast24Hours() {
    ledger.add(START, sent(5));
    ledger.add(START + 23 * HOUR, sent(2));
    assertEquals(new Sent(2, 7, 2000), ledger.today(START + 23 * HOUR));
    assertEquals(new Sent(1, 2, 1000), ledger.today(START + 24 * HOUR));
    assertEquals(Sent.NOTHING, ledger.today(START + 48 * HOUR));
  }

  @Test
  void theBusiestHourIsOneOfAnotherDay() {
    ledger.add(START, sent(5));
    ledger.add(START + HOUR / 2, sent(4));
    ledger.add(START + HOUR, sent(8));
    assertEquals(0, ledger.busiest(START + HOUR), "today's own burst excuses nothing");
    assertEquals(9, ledger.busiest(START + 24 * HOUR));
    ledger.add(START + 30 * 24 * HOUR, sent(1));
    assertEquals(0, ledger.busiest(START + 30 * 24 * HOUR), "a month later it is forgotten");
  }

  @Test
  void allOfItIsWritten() {
    ledger.add(START, sent(5));
    ledger.add(START + 24 * HOUR, sent(1));
    ledger.pause(Optional.of(new Pause(Instant.ofEpochMilli(START), "because", true)));
    ledger.own(OwnLimits.NONE.withRecipients(0).withOctets(7).withoutBrake(true));
    assertFalse(ledger.toldWithin(Duration.ofDays(1), START));
    var again = new Ledger(ledger.row(START + 24 * HOUR), START + 24 * HOUR);
    assertEquals(ledger.today(START + 24 * HOUR), again.today(START + 24 * HOUR));
    assertEquals(5, again.busiest(START + 24 * HOUR));
    assertEquals(ledger.pause(), again.pause());
    assertEquals(ledger.own(), again.own());
    assertTrue(again.toldWithin(Duration.ofDays(1), START + HOUR));
    assertFalse(again.toldWithin(Duration.ofDays(1), START + 24 * HOUR));
  }

  @Test
  void aClockThatIsSetBackLocksNobodyOut() {
    ledger.add(START + 1000 * HOUR, sent(5));
    assertEquals(Sent.NOTHING, ledger.today(START));
    ledger.add(START, sent(1));
    assertEquals(1, ledger.today(START).recipients());
  }
}
