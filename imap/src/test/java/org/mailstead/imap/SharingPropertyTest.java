package org.mailstead.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.SharedWorld.Box;
import org.mailstead.store.Engine;
import org.mailstead.testkit.Property;

/** Three accounts do what they like with shared mailboxes, and may do what the ACLs say. */
class SharingPropertyTest {
  private static final int STEPS = 150;

  @Test
  void everybodyMayDoWhatHisRightsSay() {
    Property.holds(2, random -> run(TestServer.memory(), random));
  }

  @Test
  void theSameOnAHostileEngine() {
    Property.holds(2, random -> run(TestServer.hostile(random.nextLong()), random));
  }

  private static void run(Engine engine, RandomGenerator random) {
    try (var world = new SharedWorld(engine)) {
      var steps = new Steps(world, random);
      for (int i = 0; i < STEPS; i++) {
        steps.step();
      }
      world.check();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private record Steps(SharedWorld world, RandomGenerator random) {
    <T> T any(List<T> some) {
      return some.get(random.nextInt(some.size()));
    }

    void step() {
      String who = any(SharedWorld.PEOPLE);
      String path = any(world.shared());
      switch (random.nextInt(10)) {
        case 0, 1 -> grant("ada", path);
        case 2 -> grant(who, path);
        case 3 -> ask(who, path);
        case 4 -> append(who, path);
        case 5 -> list(who);
        case 6 -> create(who, path);
        case 7 -> delete(who, path);
        default -> select(who, path);
      }
    }

    private Set<Character> letters() {
      Set<Character> letters = new TreeSet<>();
      int bias = 1 + random.nextInt(3);
      SharedWorld.LETTERS
          .chars()
          .filter(_ -> random.nextInt(4) < bias)
          .forEach(c -> letters.add((char) c));
      return letters;
    }

    private void grant(String who, String path) {
      String id = any(List.of("bob", "eve", "anyone", "bob", "eve", "-bob", "-eve", "-anyone"));
      char mode = any(List.of('+', '-', '='));
      Set<Character> letters = letters();
      String text = letters.stream().map(String::valueOf).collect(Collectors.joining());
      String named = id.endsWith("anyone") ? id : id + "@example.test";
      String answer = world.answer(who, path, 'a');
      String mod = (mode == '=' ? "" : String.valueOf(mode)) + text;
      String name = SharedWorld.name(who, path);
      world.says(who, "SETACL " + name + " " + named + " \"" + mod + '"', answer);
      if (answer.equals("OK")) {
        world.change(path, id, mode, letters);
      }
    }

    private void ask(String who, String path) {
      Set<Character> rights = world.rights(who, path);
      String name = SharedWorld.name(who, path);
      boolean may = "lrikxa".chars().anyMatch(c -> rights.contains((char) c));
      var lines = world.says(who, "MYRIGHTS " + name, may ? "OK" : "NO [NONEXISTENT]");
      if (may) {
        String told = lines.getFirst();
        world.mustBe(SharedWorld.text(rights), told.substring(told.lastIndexOf(' ') + 1), "rights");
      }
      String answer = world.answer(who, path, 'r');
      lines = world.says(who, "STATUS " + name + " (MESSAGES UNSEEN DELETED)", answer);
      if (answer.equals("OK")) {
        var all = world.box(path).messages.values();
        long unseen = all.stream().filter(flags -> !flags.contains("\\Seen")).count();
        long deleted = all.stream().filter(flags -> flags.contains("\\Deleted")).count();
        String wanted =
            "(MESSAGES " + all.size() + " UNSEEN " + unseen + " DELETED " + deleted + ")";
        String told = lines.getFirst();
        world.mustBe(wanted, told.substring(told.indexOf('(')), "status of " + path);
      }
    }

    private Set<String> flags() {
      Set<String> flags = new TreeSet<>(SharedWorld.FLAGS);
      flags.removeIf(_ -> random.nextBoolean());
      return flags;
    }

    private void append(String who, String path) {
      Set<String> flags = flags();
      String answer = world.answer(who, path, 'i').replace("NONEXISTENT", "TRYCREATE");
      String list = "(" + String.join(" ", flags) + ")";
      String name = SharedWorld.name(who, path);
      world.says(who, "APPEND " + name + " " + list + " {2+}\r\nhi", answer);
      if (answer.equals("OK")) {
        add(who, path, List.of(flags));
      }
    }

    /** New messages keep the flags that somebody may set there. */
    private void add(String who, String path, List<Set<String>> messages) {
      Box box = world.box(path);
      messages.forEach(flags -> box.messages.put(box.uidNext++, world.allowed(who, path, flags)));
    }

    private void list(String who) {
      if (who.equals("ada")) {
        return;
      }
      List<String> lines = world.says(who, "LIST \"\" \"Other Users/*\" RETURN (MYRIGHTS)", "OK");
      List<String> told = lines.stream().filter(line -> line.startsWith("* MYRIGHTS")).toList();
      List<String> wanted = new ArrayList<>();
      for (String path : world.shared()) {
        if (world.has(who, path, 'l')) {
          String rights = SharedWorld.text(world.rights(who, path));
          wanted.add("* MYRIGHTS " + SharedWorld.name(who, path) + " " + rights);
        }
      }
      world.mustBe(wanted, told, "what " + who + " sees");
    }

    private void create(String who, String above) {
      String path = above.length() > 1 ? above : above + "/" + any(List.of("x", "y"));
      String parent = path.substring(0, path.lastIndexOf('/'));
      boolean there = world.boxes.containsKey(path);
      String answer = there ? "NO [ALREADYEXISTS]" : "OK";
      if (!world.has(who, parent, 'k') || (there && !world.has(who, path, 'l'))) {
        answer = "NO [NOPERM]";
      }
      world.says(who, "CREATE " + SharedWorld.name(who, path), answer);
      if (answer.equals("OK")) {
        var box = new Box();
        world.box(parent).acl.forEach((id, r) -> box.acl.put(id, new TreeSet<>(r)));
        world.boxes.put(path, box);
      }
    }

    private void delete(String who, String path) {
      String answer = world.answer(who, path, 'x');
      List<String> inside =
          world.shared().stream().filter(other -> other.startsWith(path + "/")).toList();
      if (answer.equals("OK") && !inside.isEmpty()) {
        boolean sees = inside.stream().anyMatch(child -> world.has(who, child, 'l'));
        answer = sees ? "NO [HASCHILDREN]" : "NO [NOPERM]";
      }
      if (answer.equals("OK") && path.length() == 1) {
        return; // some must be left
      }
      world.says(who, "DELETE " + SharedWorld.name(who, path), answer);
      if (answer.equals("OK")) {
        world.boxes.remove(path);
      }
    }

    private void select(String who, String path) {
      String answer = world.answer(who, path, 'r');
      if (answer.equals("OK")) {
        boolean writes = "iestw".chars().anyMatch(c -> world.has(who, path, (char) c));
        answer = writes ? "OK [READ-WRITE]" : "OK [READ-ONLY]";
      }
      world.says(who, "SELECT " + SharedWorld.name(who, path), answer);
      if (!answer.startsWith("OK")) {
        return;
      }
      if (!who.equals("ada") && random.nextBoolean()) {
        grant("ada", path);
      }
      if (!world.has(who, path, 'r')) {
        world.mustBe("* BYE the mailbox was removed", say(who, "NOOP"), "end of " + who);
        world.comesBack(who);
        return;
      }
      inside(who, path);
      world.says(who, "UNSELECT", "OK");
    }

    private String say(String who, String command) {
      return world.party(who).say(command).getLast();
    }

    private void inside(String who, String path) {
      Box box = world.box(path);
      switch (random.nextInt(6)) {
        case 0 -> store(who, path, box);
        case 1 -> expunge(who, path, box);
        case 2 -> {
          world.says(who, "UID FETCH 1:* BODY[]", "OK");
          if (world.has(who, path, 's')) {
            box.messages.values().forEach(flags -> flags.add("\\Seen"));
          }
        }
        case 3 -> copy(who, path, box, false);
        case 4 -> copy(who, path, box, true);
        default -> store(who, path, box);
      }
    }

    private void store(String who, String path, Box box) {
      int uid = 1 + random.nextInt(box.uidNext);
      Set<String> flags = flags();
      char mode = any(List.of('+', '-', '='));
      Set<String> mine = world.allowed(who, path, new TreeSet<>(SharedWorld.FLAGS));
      Set<String> named = world.allowed(who, path, flags);
      boolean may = (mode == '=' || flags.isEmpty()) ? !mine.isEmpty() : !named.isEmpty();
      String item = (mode == '=' ? "" : String.valueOf(mode)) + "FLAGS";
      String list = " (" + String.join(" ", flags) + ")";
      world.says(who, "UID STORE " + uid + " " + item + list, may ? "OK" : "NO [NOPERM]");
      Set<String> now = box.messages.get(uid);
      if (may && now != null) {
        switch (mode) {
          case '+' -> now.addAll(named);
          case '-' -> now.removeAll(named);
          default -> {
            now.removeAll(mine);
            now.addAll(named);
          }
        }
      }
    }

    private void expunge(String who, String path, Box box) {
      boolean may = world.has(who, path, 'e');
      world.says(who, "EXPUNGE", may ? "OK" : "NO [NOPERM]");
      if (may) {
        box.messages.values().removeIf(flags -> flags.contains("\\Deleted"));
      }
    }

    private void copy(String who, String path, Box box, boolean move) {
      List<String> targets = new ArrayList<>(world.shared());
      targets.add(who + ":INBOX");
      String target = any(targets);
      String answer = world.answer(who, target, 'i').replace("NONEXISTENT", "TRYCREATE");
      if (move && !(world.has(who, path, 't') && world.has(who, path, 'e'))) {
        answer = "NO [NOPERM]";
      } else if (move && answer.equals("OK") && target.equals(path) && !box.messages.isEmpty()) {
        answer = "NO [CANNOT]";
      }
      String command = (move ? "UID MOVE" : "UID COPY") + " 1:* ";
      world.says(who, command + SharedWorld.name(who, target), answer);
      if (answer.equals("OK")) {
        var gone = new TreeMap<>(box.messages);
        if (move) {
          box.messages.clear();
        }
        add(who, target, List.copyOf(gone.values()));
      }
    }
  }
}
