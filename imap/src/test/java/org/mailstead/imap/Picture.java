package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client knows of the selected mailbox by the rules of RFC 9051 alone: every response must
 * fit the picture, and changes it.
 */
final class Picture {
  private static final Pattern FETCH =
      Pattern.compile("\\* (\\d+) FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\)\\)");
  private static final Pattern COUNTED = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT)");

  private final Talk talk;
  private int commands;

  /** By sequence number less one; 0 for a uid that was not told yet. */
  private List<Integer> uids = new ArrayList<>();

  private final Map<Integer, TreeSet<String>> flags = new TreeMap<>();

  Picture(int port) throws IOException {
    talk = new Talk(port);
    talk.line();
    assertEquals("OK", command("LOGIN ada@example.test " + TestServer.PASSWORD, true));
  }

  int size() {
    return uids.size();
  }

  /** Says a command, takes what is answered, and returns OK, NO or BAD. */
  String command(String text, boolean expunges) throws IOException {
    String tag = "t" + ++commands;
    talk.send(tag + " " + text + "\r\n");
    return until(tag, text, expunges);
  }

  void begin(String text) throws IOException {
    talk.send("idle " + text + "\r\n");
    String line = talk.response();
    while (!line.startsWith("+")) {
      untagged(line, text, true);
      line = talk.response();
    }
  }

  void done() throws IOException {
    talk.send("DONE\r\n");
    assertEquals("OK", until("idle", "IDLE", true));
  }

  private String until(String tag, String text, boolean expunges) throws IOException {
    for (String line = talk.response(); ; line = talk.response()) {
      if (line.startsWith(tag + " ")) {
        int from = tag.length() + 1;
        return line.substring(from, line.indexOf(' ', from));
      }
      untagged(line, text, expunges);
    }
  }

  private void untagged(String line, String command, boolean expunges) {
    assertTrue(line.startsWith("* "), line);
    if (command.startsWith("SELECT") && line.startsWith("* OK [CLOSED]")) {
      uids = new ArrayList<>();
      flags.clear();
    }
    Matcher counted = COUNTED.matcher(line);
    Matcher fetch = FETCH.matcher(line);
    if (counted.matches()) {
      count(counted.group(2), Integer.parseInt(counted.group(1)), line, expunges);
    } else if (fetch.matches()) {
      fetched(fetch, line);
    } else {
      assertFalse(line.contains("FETCH"), line);
    }
  }

  private void count(String what, int number, String line, boolean expunges) {
    switch (what) {
      case "EXISTS" -> {
        assertTrue(number >= uids.size(), line + " after " + uids);
        while (uids.size() < number) {
          uids.add(0);
        }
      }
      case "EXPUNGE" -> {
        assertTrue(expunges, "not now: " + line);
        assertTrue(number >= 1 && number <= uids.size(), line + " of " + uids.size());
        flags.remove(uids.remove(/* index */ number - 1));
      }
      case String _ -> assertEquals(0, number);
    }
  }

  private void fetched(Matcher fetch, String line) {
    int number = Integer.parseInt(fetch.group(1));
    int uid = Integer.parseInt(fetch.group(2));
    assertTrue(number >= 1 && number <= uids.size(), line + " of " + uids.size());
    int known = uids.get(number - 1);
    assertTrue(known == 0 || known == uid, line + " where uid " + known + " was");
    uids.set(number - 1, uid);
    flags.put(uid, new TreeSet<>(List.of(fetch.group(3).split(" "))));
  }

  /** What is known when everything was told: uids grow with their numbers. */
  String complete() throws IOException {
    command("NOOP", true);
    if (!uids.isEmpty()) {
      assertEquals("OK", command("FETCH 1:* (UID FLAGS)", false));
    }
    int last = 0;
    for (int uid : uids) {
      assertTrue(uid > last, "uids do not grow: " + uids);
      last = uid;
    }
    var all = new TreeMap<Integer, TreeSet<String>>();
    uids.forEach(uid -> all.put(uid, flags.getOrDefault(uid, new TreeSet<>())));
    return all.toString();
  }

  void close() throws IOException {
    talk.close();
  }
}
