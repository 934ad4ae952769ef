package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;

/** What was accepted arrives, whenever the server stops and whatever the store does. */
class CrashTest {
  private static final int MESSAGES = 12;

  @TempDir Path home;

  @Test
  void aCrashAtAnyCommitLosesNothingAndDoublesNothingHere() throws Exception {
    boolean died = true;
    for (int after = 0; died; after++) {
      var engine = new MemoryEngine(InstantSource.system());
      var dying = new DyingEngine(engine, Integer.MAX_VALUE);
      Path folder = home.resolve("c" + after);
      try (var other = new OtherServer("127.0.0.2", 0)) {
        try (var room = new Mailroom(folder, dying, other.port())) {
          dying.diesAfter(after);
          accept(room, "q1");
          Mailroom.await(() -> dying.isDead() || room.queue.isQuiet());
          died = dying.isDead();
          dying.kill();
        }
        try (var room = new Mailroom(folder, engine, other.port())) {
          room.settle();
          int ada = room.house.inbox(room.house.ada).size();
          int bob = room.house.inbox(room.house.bob).size();
          int outside = other.messages().size();
          // Nothing was promised when the first commit did not come through.
          boolean accepted = ada > 0;
          assertEquals(accepted ? 1 : 0, ada, "after " + after);
          assertEquals(ada, bob, "after " + after);
          assertTrue(accepted ? outside == 1 || outside == 2 : outside == 0, "after " + after);
          assertEquals(List.of(), room.queue.control().list(1000));
        }
      }
    }
  }

  private static void accept(Mailroom room, String id) throws Exception {
    var mail =
        room.house.mail(
            id,
            "Subject: " + id + "\r\n\r\nHi\r\n",
            House.here(room.house.ada),
            House.here(room.house.bob),
            House.outside("x@one.test"));
    try {
      room.queue.accept(mail);
    } catch (RuntimeException e) {
      // It was not acknowledged.
    }
  }

  @Test
  void aHostileStoreIsNotNoticed() throws Exception {
    var hostile = new HostileEngine(new MemoryEngine(InstantSource.system()), 7, 0.1);
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = new Mailroom(home, hostile, other.port())) {
      for (int i = 0; i < MESSAGES; i++) {
        room.queue.accept(
            room.house.mail(
                "q" + i,
                "Subject: q" + i + "\r\n\r\nHi\r\n",
                House.here(room.house.ada),
                House.here(room.house.bob),
                House.outside("x@one.test")));
      }
      Mailroom.await(() -> {
        room.later(Duration.ofSeconds(10));
        room.settle();
        return room.queue.control().list(1000).isEmpty();
      });
      assertEquals(subjects(MESSAGES), counted(room.house.inbox(room.house.ada)));
      assertEquals(subjects(MESSAGES), counted(room.house.inbox(room.house.bob)));
      assertEquals(subjects(MESSAGES), counted(other.messages()));
    }
  }

  private static Map<String, Long> subjects(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add("Subject: q" + i);
    }
    return all.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static Map<String, Long> counted(List<String> messages) {
    return messages.stream()
        .map(text -> text.lines().filter(l -> l.startsWith("Subject:")).findFirst().orElseThrow())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void oneServerAfterAnotherDiesAndAllAcknowledgedMailArrives() throws Exception {
    var random = new SplittableRandom(42);
    Engine engine = new MemoryEngine(InstantSource.system());
    List<String> acknowledged = new ArrayList<>();
    try (var other = new OtherServer("127.0.0.2", 0)) {
      for (int life = 0; life < 15; life++) {
        var dying = new DyingEngine(engine, Integer.MAX_VALUE);
        try (var room = new Mailroom(home, dying, other.port())) {
          dying.diesAfter(random.nextInt(25));
          for (int i = 0; i < 4 && !dying.isDead(); i++) {
            String id = "q" + life + "-" + i;
            var mail =
                room.house.mail(
                    id,
                    "Subject: " + id + "\r\n\r\nHi\r\n",
                    House.here(room.house.ada),
                    House.outside("x@one.test"));
            try {
              room.queue.accept(mail);
              acknowledged.add("Subject: " + id);
            } catch (RuntimeException e) {
              break;
            }
          }
          Mailroom.await(() -> dying.isDead() || room.queue.isQuiet());
          dying.kill();
        }
      }
      try (var room = new Mailroom(home, engine, other.port())) {
        room.settle();
        var ada = counted(room.house.inbox(room.house.ada));
        var outside = counted(other.messages());
        for (String subject : acknowledged) {
          assertEquals(1, ada.get(subject), subject);
          assertTrue(outside.getOrDefault(subject, 0L) >= 1, subject);
        }
        assertTrue(ada.values().stream().allMatch(n -> n == 1), ada.toString());
        assertEquals(List.of(), room.queue.control().list(1000));
      }
    }
  }
}
