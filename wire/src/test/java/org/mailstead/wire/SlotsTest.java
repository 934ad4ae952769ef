package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few at once. */
@Timeout(60)
class SlotsTest {
  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  @Test
  void nobodyWaitsForEver() throws Exception {
    var slots = new Slots(1, 1, 10);
    try (Slots.Slot _ = slots.take("a", in(Duration.ZERO))) {
      assertThrows(IOException.class, () -> slots.take("a", in(Duration.ofMillis(50))));
      assertThrows(IOException.class, () -> slots.take("b", in(Duration.ofMillis(50))));
    }
    slots.take("b", in(Duration.ZERO)).close();
  }

  @Test
  void whoWaitsIsLetInWhenThereIsATurn() throws Exception {
    var slots = new Slots(2, 1, 10);
    var done = new CountDownLatch(2);
    try (Slots.Slot _ = slots.take("a", in(Duration.ZERO))) {
      for (int i = 0; i < 2; i++) {
        Thread.ofVirtual()
            .start(() -> {
              try (Slots.Slot _ = slots.take("a", in(Duration.ofSeconds(30)))) {
                done.countDown();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
      }
      slots.take("b", in(Duration.ZERO)).close(); // another name has turns of its own
    }
    assertTrue(done.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aFloodOfOneKeepsNoOtherOut() throws Exception {
    var slots = new Slots(2, 1, 2);
    var waiting = new CountDownLatch(2);
    try (Slots.Slot _ = slots.take("a", in(Duration.ZERO))) {
      for (int i = 0; i < 2; i++) {
        Thread.ofVirtual()
            .start(() -> {
              waiting.countDown();
              try {
                slots.take("a", in(Duration.ofSeconds(30))).close();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
      }
      assertTrue(waiting.await(30, TimeUnit.SECONDS));
      Thread.sleep(200); // until they really wait
      assertThrows(IOException.class, () -> slots.take("a", in(Duration.ofSeconds(30))));
      slots.take("b", in(Duration.ZERO)).close();
    }
  }
}
