package org.mailstead.post.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.wire.Network;

/** Who is taken for a machine, and who is not. */
class SuspicionTest {
  private static final long NOON = 1_772_452_800_000L;
  private static final long MINUTE = 60_000;

  private final Recent recent = new Recent();

  private Optional<String> at(long ms, long busiest) {
    return Suspicion.of(recent.hour(ms), busiest);
  }

  @Test
  void aBurstIsMeasuredByWhatItEverDid() {
    recent.sent(NOON, 299);
    assertEquals(Optional.empty(), at(NOON, 0));
    recent.sent(NOON, 1);
    assertTrue(at(NOON, 29).orElseThrow().contains("300 recipients"));
    assertTrue(at(NOON, 30).isPresent());
    assertEquals(Optional.empty(), at(NOON, 31), "who writes to many may write to more");
  }

  @Test
  void onlyTheLastHourCounts() {
    for (int i = 0; i < 12; i++) {
      recent.sent(NOON + i * 5L * MINUTE, 26);
    }
    assertTrue(at(NOON + 55 * MINUTE, 0).isPresent());
    assertEquals(Optional.empty(), at(NOON + 60 * MINUTE, 0), "the first part is over");
    assertEquals(0, recent.hour(NOON + 200 * MINUTE).recipients());
  }

  @Test
  void aThirdRefusedIsAListThatWasBought() {
    for (int i = 0; i < 90; i++) {
      assertEquals(Optional.empty(), at(NOON, 1000), "after " + i);
      recent.answered(NOON, i % 3 == 2);
    }
    assertTrue(at(NOON, 1000).orElseThrow().contains("30 of 90"));
    for (int i = 0; i < 10; i++) {
      recent.answered(NOON, false);
    }
    assertEquals(Optional.empty(), at(NOON, 1000));
  }

  @Test
  void manyNetworksAreManyThieves() throws Exception {
    recent.sent(NOON, 100);
    for (int i = 0; i < 7; i++) {
      recent.from(NOON, new Network(InetAddress.ofLiteral("203." + i + ".0.0"), 16));
      recent.from(NOON + MINUTE, new Network(InetAddress.ofLiteral("203." + i + ".9.9"), 16));
    }
    assertEquals(Optional.empty(), at(NOON + MINUTE, 100));
    recent.from(NOON, new Network(InetAddress.ofLiteral("2001:db8::"), 32));
    assertTrue(at(NOON + MINUTE, 100).orElseThrow().contains("8 different networks"));
  }

  @Test
  void aThousandNetworksCostNoMoreMemory() {
    for (int i = 0; i < 5000; i++) {
      var address = InetAddress.ofLiteral("10.%d.%d.1".formatted(i / 250, i % 250));
      recent.from(NOON, new Network(address, 32));
    }
    assertEquals(64, recent.hour(NOON).networks());
  }
}
