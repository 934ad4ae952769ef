package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Engine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;

/** Whatever happens, what was put aside lies aside with a time, or is back where it was. */
class SnoozesTest {
  private static final int MESSAGES = 60;

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();

  private World world(Engine engine) {
    return new World(engine, folder, clock);
  }

  private Snoozes snoozes(World world, int most) {
    return new Snoozes(world.post, new Timers(world.store, clock), clock, most);
  }

  private static MailboxId inbox(World world, AccountId account) {
    return world.post.mailboxes().tree(account).inbox().id();
  }

  private static List<Long> fill(World world, AccountId account, int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(world.tagged(account, "m" + i, Set.of("\\Seen")));
    }
    MailboxId inbox = inbox(world, account);
    world.post.messages().append(account, inbox, messages);
    List<Long> emails = new ArrayList<>();
    world.post.view(account, inbox).each(member -> emails.add(member.email()));
    return emails;
  }

  private Instant soon() {
    return clock.instant().plus(Duration.ofHours(1));
  }

  @Test
  void noMoreThanSoMany() {
    try (var world = world(new MemoryEngine(clock))) {
      AccountId ada = world.account("ada");
      List<Long> emails = fill(world, ada, 4);
      Snoozes snoozes = snoozes(world, 3);
      Map<Long, Problem> problems = snoozes.snooze(ada, emails, soon());
      assertEquals(Set.of(emails.getLast()), problems.keySet());
      Problem problem = problems.values().iterator().next();
      assertEquals(Problem.Kind.TOO_MANY, problem.kind());
      MailboxId aside = snoozes.mailbox(ada);
      // What somebody has taken away counts no more.
      world.post.messages().expunge(ada, aside, List.of(1), false);
      assertEquals(2, snoozes.list(ada).size());
      assertEquals(Map.of(), snoozes.snooze(ada, List.of(emails.getLast()), soon()));
      assertEquals(3, snoozes.list(ada).size());
      clock.pass(Duration.ofHours(1));
      snoozes.wake(ada);
      assertEquals(List.of(), snoozes.list(ada));
      assertEquals(3, world.post.view(ada, inbox(world, ada)).size());
      Books.check(world, ada, new Books.Seen());
    }
  }

  /** Killed at every commit there is, of putting aside and of bringing back. */
  @Test
  void killedAnywhereNothingIsForgotten() {
    boolean killed = true;
    for (int alive = 0; killed; alive++) {
      for (boolean applied : new boolean[] {false, true}) {
        var engine = new MemoryEngine(clock);
        AccountId ada;
        List<Long> emails;
        try (var world = world(engine)) {
          ada = world.account("ada");
          emails = fill(world, ada, MESSAGES);
        }
        var mortal = new MortalEngine(engine);
        mortal.dieAfter(alive, applied);
        killed = isKilled(mortal, ada, emails);
        try (var world = world(engine)) {
          comesBack(world, ada);
        }
      }
    }
  }

  private boolean isKilled(MortalEngine mortal, AccountId ada, List<Long> emails) {
    try (var world = world(mortal)) {
      Snoozes snoozes = snoozes(world, Snoozes.MOST);
      assertEquals(Map.of(), snoozes.snooze(ada, emails, soon()));
      clock.pass(Duration.ofHours(1));
      snoozes.wake(ada);
      return false;
    } catch (MortalEngine.Killed e) {
      return true;
    }
  }

  private void comesBack(World world, AccountId ada) {
    Snoozes snoozes = snoozes(world, Snoozes.MOST);
    Books.check(world, ada, new Books.Seen());
    int aside = snoozes.list(ada).size();
    MailboxId inbox = inbox(world, ada);
    assertEquals(MESSAGES - aside, world.post.view(ada, inbox).size());
    clock.pass(Duration.ofHours(2));
    snoozes.wake(ada);
    assertEquals(List.of(), snoozes.list(ada));
    MailboxView view = world.post.view(ada, inbox);
    assertEquals(MESSAGES, view.size());
    int unread = 0;
    for (int i = 0; i < view.size(); i++) {
      unread += view.flags(i).has(Flags.SEEN) ? 0 : 1;
    }
    assertTrue(unread >= aside, unread + " of " + aside);
    Books.check(world, ada, new Books.Seen());
  }
}
