package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Messages that come together: all of them are there at once, or nothing is. */
class AppendingTest {
  /** More than some commits take, and not a round number of them. */
  private static final int MANY = 137;

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();
  private World world;
  private AccountId ada;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    world = new World(new HostileEngine(new MemoryEngine(clock), 11, 0.1), folder, clock);
    ada = world.account("ada");
    inbox = world.post.mailboxes().tree(ada).inbox().id();
  }

  @AfterEach
  void close() {
    Books.check(world, ada, new Books.Seen());
    world.close();
  }

  private Appending begin() {
    return world.post.messages().appending(ada, inbox);
  }

  private void add(Appending to, int count) {
    for (int i = 0; i < count; i++) {
      to.add(world.tagged(ada, "m" + i, Set.of()));
    }
  }

  private long stored() {
    Rows rows = world.store.read(MailKeys.partition(ada));
    var count = new long[1];
    rows.each(MailKeys.emails(0, Long.MAX_VALUE), _ -> count[0]++);
    return count[0];
  }

  @Test
  void manyAreThereAtOnceAndInTheirOrder() {
    Placed placed;
    try (Appending appending = begin()) {
      add(appending, MANY);
      assertEquals(0, world.post.view(ada, inbox).size());
      placed = appending.finish();
    }
    assertEquals(IntStream.rangeClosed(1, MANY).boxed().toList(), placed.uids());
    MailboxView view = world.post.view(ada, inbox);
    List<String> previews =
        IntStream.range(0, view.size())
            .mapToObj(i -> world.post.emails().get(ada, view.email(i)).preview())
            .toList();
    assertEquals(IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList(), previews);
  }

  @Test
  void whatIsGivenUpLeavesNothing() {
    try (Appending appending = begin()) {
      add(appending, MANY);
    }
    assertEquals(0, stored());
    clock.pass(Duration.ofDays(20));
    assertEquals(0, world.post.retention().purge(ada, clock.instant()));
  }

  @Test
  void whatIsTooMuchIsRefusedBeforeAllOfItHasComeAndLeavesNothing() {
    world.mayKeep(ada, 60);
    try (Appending appending = begin()) {
      Refused refused = assertThrows(Refused.class, () -> add(appending, 10 * MANY));
      assertEquals(Problem.Kind.OVER_QUOTA, refused.problem().kind());
    }
    assertEquals(0, stored());
    assertEquals(0, world.post.view(ada, inbox).size());
  }

  @Test
  void fewAreRefusedTogether() {
    world.mayKeep(ada, 3);
    try (Appending appending = begin()) {
      add(appending, 4);
      Refused refused = assertThrows(Refused.class, appending::finish);
      assertEquals(Problem.Kind.OVER_QUOTA, refused.problem().kind());
    }
    assertEquals(0, stored());
  }
}
