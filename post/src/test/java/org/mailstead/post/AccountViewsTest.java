package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;

/** An account's view is what its mailboxes say, whether it was kept up to date or made anew. */
class AccountViewsTest {
  @TempDir Path folder;

  @Test
  void aViewIsTheMailboxesTogether() {
    Property.holds(6, random -> run(random, 0));
  }

  @Test
  void overAHostileEngineToo() {
    Property.holds(3, random -> run(random, 0.15));
  }

  private void run(RandomGenerator random, double badness) {
    var clock = new World.TestClock();
    Engine engine = new MemoryEngine(clock);
    Engine over = badness == 0 ? engine : new HostileEngine(engine, random.nextLong(), badness);
    try (var world = new World(over, folder, clock)) {
      AccountId ada = world.account("ada");
      var changer = new Changer(world, ada, world.account("bob"), random);
      for (int i = 0; i < 50; i++) {
        changer.step();
        if (random.nextInt(3) == 0) {
          Map<Long, Set<AccountEmail.Place>> expected = rebuilt(world, ada);
          assertEquals(expected, places(world.post.view(ada)));
          try (var other = new World(over, folder, clock)) {
            assertEquals(expected, places(other.post.view(ada)));
            sameEmails(world.post.view(ada), other.post.view(ada));
          }
        }
      }
    }
  }

  private static Map<Long, Set<AccountEmail.Place>> rebuilt(World world, AccountId account) {
    Map<Long, Set<AccountEmail.Place>> all = new TreeMap<>();
    for (Mailbox box : world.post.mailboxes().tree(account).all()) {
      world
          .post
          .view(account, box.id())
          .each(member ->
              all.computeIfAbsent(member.email(), _ -> new HashSet<>())
                  .add(new AccountEmail.Place(box.id(), member.uid(), member.flags())));
    }
    return all;
  }

  private static Map<Long, Set<AccountEmail.Place>> places(AccountView view) {
    Map<Long, Set<AccountEmail.Place>> all = new TreeMap<>();
    view.each(email -> all.put(email.number(), Set.copyOf(email.places())));
    assertEquals(all.size(), view.size());
    all.keySet().forEach(number -> assertEquals(number, view.find(number).orElseThrow().number()));
    return all;
  }

  private static void sameEmails(AccountView one, AccountView other) {
    one.each(email -> {
      AccountEmail same = other.find(email.number()).orElseThrow();
      assertEquals(email.origin(), same.origin());
      assertEquals(email.thread(), same.thread());
      assertEquals(email.received(), same.received());
      assertEquals(email.size(), same.size());
    });
  }
}
