package org.mailstead.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mailstead.store.Engine;

/**
 * What ada shares with bob and eve, as RFC 4314 has it, without regard to how a server keeps it;
 * and the server beside it, which must say the same.
 */
final class SharedWorld implements AutoCloseable {
  static final List<String> PEOPLE = List.of("ada", "bob", "eve");
  static final String LETTERS = "lrswipkxtea";
  static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged");
  private static final String OTHERS = "Other Users/ada@example.test/";

  /** A mailbox: who may what, and which messages with which flags. */
  static final class Box {
    final Map<String, Set<Character>> acl = new LinkedHashMap<>();
    final TreeMap<Integer, Set<String>> messages = new TreeMap<>();
    int uidNext = 1;
  }

  final TestServer server;
  final Map<String, Party> parties = new HashMap<>();

  /** Ada's, by path; everybody's own INBOX as "bob:INBOX". */
  final TreeMap<String, Box> boxes = new TreeMap<>();

  SharedWorld(Engine engine) throws Exception {
    server = new TestServer(engine, true);
    for (String name : PEOPLE) {
      parties.put(name, Party.of(server, name));
      boxes.put(name + ":INBOX", new Box());
    }
    for (String path : List.of("A", "C")) {
      says("ada", "CREATE " + path, "OK");
      boxes.put(path, new Box());
    }
  }

  Box box(String path) {
    return Objects.requireNonNull(boxes.get(path));
  }

  Party party(String who) {
    return Objects.requireNonNull(parties.get(who));
  }

  List<String> shared() {
    return boxes.keySet().stream().filter(path -> !path.contains(":")).toList();
  }

  /** The name of a mailbox as somebody calls it. */
  static String name(String who, String path) {
    if (path.contains(":")) {
      return "INBOX";
    }
    return who.equals("ada") ? path : '"' + OTHERS + path + '"';
  }

  // ---- rights

  Set<Character> rights(String who, String path) {
    Set<Character> given = new TreeSet<>();
    if (who.equals("ada") || path.startsWith(who + ":")) {
      LETTERS.chars().forEach(c -> given.add((char) c));
      return given;
    }
    Map<String, Set<Character>> acl = box(path).acl;
    for (String id : List.of(who, "anyone")) {
      given.addAll(acl.getOrDefault(id, Set.of()));
    }
    for (String id : List.of(who, "anyone")) {
      given.removeAll(acl.getOrDefault("-" + id, Set.of()));
    }
    return given;
  }

  boolean has(String who, String path, char right) {
    return rights(who, path).contains(right);
  }

  static String text(Set<Character> rights) {
    String letters =
        LETTERS
            .chars()
            .filter(c -> rights.contains((char) c))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    boolean create = rights.contains('k') || rights.contains('x');
    boolean delete = rights.contains('t') || rights.contains('e');
    return letters + (create ? "c" : "") + (delete ? "d" : "");
  }

  /** How a command is answered that needs a right; anything at all when it is there. */
  String answer(String who, String path, char right) {
    if (has(who, path, right)) {
      return "OK";
    }
    return has(who, path, 'l') ? "NO [NOPERM]" : "NO [NONEXISTENT]";
  }

  Set<String> allowed(String who, String path, Set<String> flags) {
    Set<String> allowed = new TreeSet<>(flags);
    allowed.removeIf(flag -> !has(who, path, letter(flag)));
    return allowed;
  }

  static char letter(String flag) {
    return switch (flag) {
      case "\\Seen" -> 's';
      case "\\Deleted" -> 't';
      case String _ -> 'w';
    };
  }

  void change(String path, String id, char mode, Set<Character> letters) {
    Set<Character> rights = box(path).acl.computeIfAbsent(id, _ -> new TreeSet<>());
    switch (mode) {
      case '+' -> rights.addAll(letters);
      case '-' -> rights.removeAll(letters);
      default -> {
        rights.clear();
        rights.addAll(letters);
      }
    }
  }

  // ---- the server

  List<String> says(String who, String command, String answer) {
    List<String> lines = party(who).say(command);
    if (!lines.getLast().startsWith("a " + answer)) {
      throw new AssertionError(who + ": " + command + ": wanted " + answer + ", got " + lines);
    }
    return lines;
  }

  void mustBe(Object wanted, Object is, String what) {
    if (!wanted.equals(is)) {
      throw new AssertionError(what + ": wanted " + wanted + ", got " + is);
    }
  }

  /** A session that was ended begins anew. */
  void comesBack(String who) {
    party(who).close();
    parties.put(who, Party.of(server, who));
  }

  /** What everybody sees of his own mail is what should be there. */
  void check() {
    for (String path : boxes.keySet()) {
      String owner = path.contains(":") ? path.substring(0, path.indexOf(':')) : "ada";
      says(owner, "EXAMINE " + name(owner, path), "OK");
      List<String> lines = new ArrayList<>(says(owner, "UID FETCH 1:* FLAGS", "OK"));
      lines.removeLast();
      Map<Integer, Set<String>> seen = new TreeMap<>();
      lines.stream().filter(line -> line.contains(" FETCH ")).forEach(line -> add(line, seen));
      mustBe(box(path).messages, seen, path);
      says(owner, "UNSELECT", "OK");
    }
  }

  private static void add(String line, Map<Integer, Set<String>> seen) {
    int uid = Integer.parseInt(line.replaceAll(".*UID (\\d+).*", "$1"));
    Set<String> flags = new TreeSet<>(FLAGS);
    flags.removeIf(flag -> !line.contains(flag));
    seen.put(uid, flags);
  }

  @Override
  public void close() throws IOException {
    parties.values().forEach(Party::close);
    server.close();
  }
}
