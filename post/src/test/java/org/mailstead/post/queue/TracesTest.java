package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.Passage;
import org.mailstead.store.Accounts;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Watchers;
import org.mailstead.words.EmailAddress;

/** What happened to messages. */
class TracesTest {
  private static final String TEXT = "Subject: x\r\n\r\nx\r\n";

  private final House.Clock clock = new House.Clock();
  private final Accounts store =
      new Accounts(new MemoryEngine(InstantSource.system()), new Watchers());
  private final Traces traces = new Traces(store, () -> Duration.ofDays(30), clock);

  @TempDir Path home;

  private Passage passage(String id, String messageId, String what, String... to) {
    List<EmailAddress> all = new ArrayList<>();
    for (String one : to) {
      all.add(House.address(one));
    }
    return new Passage(
        id,
        clock.instant(),
        Optional.of(House.address("Eve@one.test")),
        all,
        messageId,
        Passage.Fate.TAKEN,
        what);
  }

  private List<String> found(String word) {
    return traces.find(word).stream().map(told -> told.id() + ": " + told.what()).toList();
  }

  @Test
  void aMessageIsFoundByItsIdsAndAddressesWithAllThatHappenedToIt() {
    traces.passed(passage("q1", "<a@one.test>", "taken", "ada@example.test", "bob@example.test"));
    traces.note("q1", "<ada@example.test> failed");
    traces.note("q2", "something else");
    traces.flush();
    List<String> all =
        List.of(
            "q1: from <Eve@one.test> to <ada@example.test> and 1 more message-id <a@one.test>:"
                + " taken",
            "q1: <ada@example.test> failed");
    for (String word :
        List.of("q1", "<a@one.test>", "a@one.test", "eve@one.test", "BOB@example.test")) {
      assertEquals(all, found(word), word);
    }
    assertEquals(List.of(), found("nobody@one.test"));
  }

  @Test
  void whatIsOldIsForgottenWithItsIndex() {
    traces.passed(passage("q1", "<a@one.test>", "taken", "ada@example.test"));
    traces.flush();
    clock.set(clock.instant().plus(Duration.ofDays(20)));
    traces.passed(passage("q2", "<b@one.test>", "taken", "ada@example.test"));
    traces.flush();
    assertEquals(2, found("ada@example.test").size());
    clock.set(clock.instant().plus(Duration.ofDays(11)));
    traces.sweep();
    assertEquals(1, found("ada@example.test").size());
    assertEquals(List.of(), found("q1"));
    clock.set(clock.instant().plus(Duration.ofDays(30)));
    traces.sweep();
    assertEquals(
        0,
        store
            .read(new org.mailstead.store.Partition(org.mailstead.store.Partition.Kind.QUEUE, 65))
            .scan(org.mailstead.store.KeyRange.collection(QueueKeys.TRACED), false, 10)
            .size());
  }

  @Test
  void strangersWriteNoLinesOfTheirOwn() {
    traces.passed(
        passage("q1", "<a\r\nb\u202e@x>", "by evil\r\n2026 q2 taken", "ada@example.test"));
    traces.note("q1", "x".repeat(5_000));
    traces.flush();
    for (String line : found("q1")) {
      assertFalse(line.chars().anyMatch(c -> c < ' ' || c == 0x202e), line);
      assertTrue(line.length() <= 700);
    }
  }

  @Test
  void aFloodIsBoundedAndNothingIsKeptWhenItIsOff() {
    for (int i = 0; i < 30_000; i++) {
      traces.note("q" + i % 10, "event " + i);
    }
    traces.flush();
    assertEquals(2_000, traces.find("q1").size());
    var off = new Traces(store, () -> Duration.ZERO, clock);
    off.note("other", "x");
    off.flush();
    assertEquals(List.of(), off.find("other"));
  }

  @Test
  void attemptsAreToldWithTheAnswerOfTheOtherServer() throws Exception {
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(c -> c.startsWith("RCPT") ? "450 4.2.1 not now" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail("q1", TEXT, House.outside("x@one.test"), House.here(room.house.bob)));
      room.settle();
      other.answers(_ -> "");
      room.later(Duration.ofMinutes(6));
      room.settle();
      room.queue.traces().flush();
      List<String> told = room.queue.traces().find("q1").stream().map(Traces.Told::what).toList();
      assertEquals(
          List.of(
              "<bob@example.test> delivered into mailbox a2",
              "<x@one.test> not now: mx.one.test: 450 4.2.1 not now",
              "<x@one.test> taken by mx.one.test: 250 2.0.0 taken"),
          told);
    }
  }
}
