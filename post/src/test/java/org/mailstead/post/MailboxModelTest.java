package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.mailstead.words.MailboxId;

/** One client's doings lead to what a simple model says: which message lies where, with what. */
class MailboxModelTest {
  private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "$Junk", "work");

  @TempDir Path folder;

  @Test
  void aMailboxHoldsWhatTheModelSays() {
    Property.holds(5, random -> new Run(random, 0).run());
  }

  @Test
  void aMailboxOverAHostileEngineHoldsWhatTheModelSays() {
    Property.holds(2, random -> new Run(random, 0.15).run());
  }

  /** A message as the model knows it. */
  private record Known(String tag, Set<String> flags) {}

  /** A mailbox as the model knows it, by uid. */
  private static final class Box {
    final MailboxId id;
    final Map<Integer, Known> messages = new TreeMap<>();
    int next = 1;

    Box(MailboxId id) {
      this.id = id;
    }

    Known get(int uid) {
      return Optional.ofNullable(messages.get(uid)).orElseThrow();
    }

    Known take(int uid) {
      return Optional.ofNullable(messages.remove(uid)).orElseThrow();
    }

    int add(Known message) {
      messages.put(next, message);
      return next++;
    }
  }

  private final class Run {
    private final RandomGenerator random;
    private final World world;
    private final AccountId ada;
    private final List<Box> boxes = new ArrayList<>();

    Run(RandomGenerator random, double badness) {
      this.random = random;
      var clock = new World.TestClock();
      Engine engine = new MemoryEngine(clock);
      Engine over = badness == 0 ? engine : new HostileEngine(engine, random.nextLong(), badness);
      world = new World(over, folder, clock);
      ada = world.account("ada");
      world.post.mailboxes().tree(ada).all().forEach(m -> boxes.add(new Box(m.id())));
    }

    void run() {
      try (world) {
        for (int i = 0; i < 60; i++) {
          step();
          Box some = boxes.get(random.nextInt(boxes.size()));
          assertEquals(some.messages, stored(some));
        }
        boxes.forEach(box -> assertEquals(box.messages, stored(box)));
        Books.check(world, ada, new Books.Seen());
      }
    }

    private Map<Integer, Known> stored(Box box) {
      Keywords keywords = world.post.keywords(ada);
      Map<Integer, Known> found = new TreeMap<>();
      Map<Integer, Member> members = new TreeMap<>();
      world.post.view(ada, box.id).each(member -> members.put(member.uid(), member));
      Map<Long, Email> emails =
          world.post.emails().get(ada, members.values().stream().map(Member::email).toList());
      members.forEach((uid, member) -> {
        Email email = emails.get(member.email());
        if (email != null) {
          var flags = new HashSet<>(keywords.names(member.flags()));
          found.put(uid, new Known(email.preview(), flags));
        }
      });
      return found;
    }

    private void step() {
      Box one = boxes.get(random.nextInt(boxes.size()));
      Box other = boxes.get(random.nextInt(boxes.size()));
      List<Integer> uids = some(one);
      switch (random.nextInt(8)) {
        case 0 -> append(one, random.nextInt(1, 5));
        case 1 -> append(one, random.nextInt(26, 80));
        case 2, 3 -> copy(one, uids, other);
        case 4, 5 -> move(one, uids, other);
        case 6 -> flag(one, uids);
        default -> expunge(one, uids);
      }
    }

    private List<Integer> some(Box box) {
      int most = random.nextInt(5) == 0 ? 300 : 20;
      return box.messages.keySet().stream().filter(_ -> random.nextInt(3) > 0).limit(most).toList();
    }

    private Set<String> flags() {
      var flags = new HashSet<String>();
      FLAGS.stream().filter(_ -> random.nextInt(3) == 0).forEach(flags::add);
      return flags;
    }

    private void append(Box box, int count) {
      List<NewMessage> messages = new ArrayList<>();
      List<Integer> uids = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        var known = new Known("t" + random.nextLong(), flags());
        messages.add(world.tagged(ada, known.tag, known.flags));
        uids.add(box.add(known));
      }
      assertEquals(uids, world.post.messages().append(ada, box.id, messages).uids());
    }

    private void copy(Box from, List<Integer> uids, Box to) {
      List<Known> messages = uids.stream().map(from::get).toList();
      List<Integer> made = messages.stream().map(to::add).toList();
      Placed placed = world.post.messages().copy(ada, from.id, uids, to.id);
      assertEquals(uids, placed.sources());
      assertEquals(made, placed.uids());
    }

    private void move(Box from, List<Integer> uids, Box to) {
      List<Integer> made = new ArrayList<>();
      for (int uid : uids) {
        made.add(to.add(from.take(uid)));
      }
      Placed placed = world.post.messages().move(ada, from.id, uids, to.id);
      assertEquals(uids, placed.sources());
      assertEquals(made, placed.uids());
    }

    private void flag(Box box, List<Integer> uids) {
      var modes = List.of(FlagChange.Mode.values());
      FlagChange.Mode mode = modes.get(random.nextInt(modes.size()));
      Set<String> names = flags();
      // Every second time nothing has changed since; else all have, since before the beginning.
      boolean late = random.nextInt(4) == 0;
      OptionalLong since =
          late
              ? OptionalLong.of(0)
              : OptionalLong.of(world.post.mailboxes().state(ada, box.id).highestModseq());
      List<Integer> modified =
          world.post.messages().flag(ada, box.id, uids, new FlagChange(mode, names), since);
      assertEquals(late ? uids : List.of(), modified);
      if (!late) {
        uids.forEach(uid -> box.messages.computeIfPresent(uid, (_, m) -> changed(m, mode, names)));
      }
    }

    private static Known changed(Known message, FlagChange.Mode mode, Set<String> names) {
      var flags = new HashSet<>(message.flags);
      switch (mode) {
        case REPLACE -> {
          flags.clear();
          flags.addAll(names);
        }
        case ADD -> flags.addAll(names);
        case REMOVE -> flags.removeAll(names);
      }
      return new Known(message.tag, flags);
    }

    private void expunge(Box box, List<Integer> uids) {
      boolean onlyDeleted = random.nextBoolean();
      List<Integer> gone =
          uids.stream()
              .filter(uid -> !onlyDeleted || box.get(uid).flags.contains("\\Deleted"))
              .toList();
      assertEquals(gone, world.post.messages().expunge(ada, box.id, uids, onlyDeleted));
      gone.forEach(box.messages::remove);
    }
  }
}
