package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.DeliveryState;
import org.mailstead.store.MemoryEngine;

/** Rows of messages, and when they go. */
class LettersTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";

  @TempDir Path home;

  @Test
  void aMessageLiesInTheShardOfItsTimer() {
    for (int i = 0; i < 500; i++) {
      assertEquals(Timers.shard("q" + i), QueueKeys.of("q" + i).shard());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 17, 40})
  void aMessageIsOutOfTheQueueWhenAllHaveIt(int count) throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, outside(count)));
      room.settle();
      assertEquals(1, other.messages().size());
      assertEquals(0, room.queue.control().count());
      SentMessage sent = room.queue.kept("q1").map(SentMessage::of).orElseThrow();
      assertEquals(count, sent.recipients().size());
    }
  }

  @Test
  void whatBecameOfTheLastRecipientAndTheEndAreOneCommit() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = new Mailroom(home, other.port())) {
      long before = room.house.store.head(Timers.shard("q1")).version();
      room.queue.accept(room.house.mail("q1", TEXT, outside(1)));
      room.settle();
      assertEquals(0, room.queue.control().count());
      assertEquals(before + 2, room.house.store.head(Timers.shard("q1")).version());
    }
  }

  @Test
  void aMessageWhoseSenderIsToBeToldIsNotTakenOut() throws Exception {
    var house = new House(home, new MemoryEngine(InstantSource.system()));
    var sent = new SentLetters(house.store, () -> Duration.ofDays(1), house.clock);
    var letters = new Letters(house.store, sent, house.clock);
    assertTrue(letters.add(house.mail("q1", TEXT, outside(2)), Optional.empty(), true));
    assertFalse(letters.recipients("q1", List.of(0), LettersTest::delivered));
    assertFalse(letters.recipients("q1", List.of(1), LettersTest::failed));
    assertTrue(letters.find("q1").isPresent());
    assertTrue(letters.beginReport("q1").isPresent());
    letters.endReport("q1", 1);
    assertTrue(letters.settle("q1").isEmpty());
    assertTrue(letters.find("q1").isEmpty());
  }

  private static Letter.To delivered(Letter.To to) {
    return new Letter.To(to.index(), to.row().toBuilder().setState(DeliveryState.RELAYED).build());
  }

  private static Letter.To failed(Letter.To to) {
    var row = to.row().toBuilder().setState(DeliveryState.FAILED).setReportWanted(true);
    return new Letter.To(to.index(), row.build());
  }

  private static QueuedMail.To[] outside(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> House.outside("x" + i + "@one.test"))
        .toArray(QueuedMail.To[]::new);
  }
}
