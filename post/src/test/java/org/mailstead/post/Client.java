package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.mailstead.store.MortalEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Does random things to an account until it is done or its server is killed. */
final class Client {
  private static final List<String> FLAGS =
      List.of("\\Seen", "\\Deleted", "\\Flagged", "$Junk", "work", "Holiday");

  /** What several clients at once may come upon. */
  private static final Set<Problem.Kind> ALLOWED =
      Set.of(
          Problem.Kind.NOT_FOUND,
          Problem.Kind.EXISTS,
          Problem.Kind.INVALID,
          Problem.Kind.BUSY,
          Problem.Kind.CONFLICT,
          Problem.Kind.UNAVAILABLE,
          Problem.Kind.NOT_PERMITTED);

  private final World world;
  private final AccountId account;
  private final RandomGenerator random;
  private final Set<String> delivered = new HashSet<>();
  private Optional<Throwable> failure = Optional.empty();

  Client(World world, AccountId account, RandomGenerator random) {
    this.world = world;
    this.account = account;
    this.random = random;
  }

  void work(int steps) {
    for (int i = 0; i < steps; i++) {
      try {
        step();
      } catch (MortalEngine.Killed e) {
        return;
      } catch (Refused e) {
        if (!ALLOWED.contains(e.problem().kind())) {
          failure = Optional.of(new AssertionError(e.problem().toString()));
          return;
        }
      } catch (RuntimeException | AssertionError e) {
        failure = Optional.of(e);
        return;
      }
    }
  }

  Optional<Throwable> failure() {
    return failure;
  }

  /** Keys of deliveries that were acknowledged. */
  Set<String> delivered() {
    return delivered;
  }

  private void step() {
    MailboxTree tree = world.post.mailboxes().tree(account);
    List<Mailbox> all = tree.all();
    Mailbox one = all.get(random.nextInt(all.size()));
    Mailbox other = all.get(random.nextInt(all.size()));
    List<Integer> some = some(one);
    Messages messages = world.post.messages();
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> append(one, random.nextInt(1, 6));
      case 3 -> append(one, random.nextInt(20, 70));
      case 4, 5 -> isComplete(some, messages.copy(account, one.id(), some, other.id()));
      case 6, 7 -> messages.move(account, one.id(), some, other.id());
      case 8, 9 -> flag(one, some);
      case 10 -> messages.expunge(account, one.id(), some, random.nextBoolean());
      case 11, 12 -> deliver();
      case 13 -> world.post.mailboxes().create(account, path(tree), Mailbox.Role.NONE);
      case 14 -> world.post.mailboxes().rename(account, one.id(), path(tree));
      default -> {
        if (random.nextInt(3) == 0) {
          world.post.mailboxes().delete(account, one.id());
        } else {
          world.post.view(account, other.id());
        }
      }
    }
  }

  private void isComplete(List<Integer> asked, Placed placed) {
    assertEquals(placed.sources().size(), placed.uids().size());
    if (!asked.containsAll(placed.sources())) {
      throw new AssertionError("copied what nobody asked for");
    }
  }

  private List<Integer> some(Mailbox mailbox) {
    MailboxView view = world.post.view(account, mailbox.id());
    List<Integer> uids = new ArrayList<>();
    int every = random.nextInt(1, 4);
    for (int i = 0; i < view.size(); i++) {
      if (random.nextInt(every) == 0) {
        uids.add(view.uid(i));
      }
    }
    if (random.nextInt(5) == 0) {
      Collections.reverse(uids);
    }
    // Large ones now and then, but not so often that a mailbox doubles with every step.
    int most = random.nextInt(6) == 0 ? 350 : 30;
    return uids.size() <= most ? uids : uids.subList(0, most);
  }

  private Set<String> flags() {
    Set<String> flags = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      flags.add(FLAGS.get(random.nextInt(FLAGS.size())));
    }
    return flags;
  }

  private void append(Mailbox mailbox, int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(world.tagged(account, "new" + random.nextLong(), flags()));
    }
    Placed placed = world.post.messages().append(account, mailbox.id(), messages);
    assertEquals(count, placed.uids().size());
    assertEquals(mailbox.uidValidity(), placed.uidValidity());
  }

  private void flag(Mailbox mailbox, List<Integer> uids) {
    List<FlagChange.Mode> modes = List.of(FlagChange.Mode.values());
    var change = new FlagChange(modes.get(random.nextInt(modes.size())), flags());
    OptionalLong since =
        random.nextInt(3) == 0
            ? OptionalLong.of(world.post.mailboxes().state(account, mailbox.id()).highestModseq())
            : OptionalLong.empty();
    List<Integer> late = world.post.messages().flag(account, mailbox.id(), uids, change, since);
    if (since.isEmpty() && !late.isEmpty()) {
      throw new AssertionError("late without a condition");
    }
  }

  private void deliver() {
    String key = "key" + random.nextInt(1000);
    world.post.delivery().deliver(account, world.tagged(account, key, Set.of()), key);
    delivered.add(key);
  }

  private String path(MailboxTree tree) {
    String name = List.of("a", "b", "c", "d/e", "Größe").get(random.nextInt(5));
    List<Mailbox> all = tree.all();
    return random.nextBoolean()
        ? name
        : tree.path(all.get(random.nextInt(all.size()))) + "/" + name;
  }
}
