package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client knows of the results of its contexts, by what RFC 5267 has it do with what it is
 * told.
 */
public final class ContextPicture implements AutoCloseable {
  private static final Pattern ESEARCH =
      Pattern.compile("\\* ESEARCH \\(TAG \"(\\w+)\"\\)( UID)?(.*)");
  private static final Pattern ITEM =
      Pattern.compile(" (ALL) ([\\d:,]+)| (ADDTO|REMOVEFROM) \\(([^)]*)\\)");

  private final Talk talk;
  private int commands;
  private final Map<String, Results> contexts = new LinkedHashMap<>();

  /** Results of one context; of ones that are not sorted they stay in order by themselves. */
  record Results(boolean uid, boolean sorted, List<Integer> numbers) {}

  public ContextPicture(int port) throws IOException {
    talk = new Talk(port);
    talk.line();
    say("LOGIN ada@example.test " + TestServer.PASSWORD);
    say("SELECT INBOX");
  }

  /** Begins a context; the tag is its name from now on. */
  void begin(String tag, boolean uid, String sort, String key) throws IOException {
    contexts.put(tag, new Results(uid, !sort.isEmpty(), new ArrayList<>()));
    String command = sort.isEmpty() ? "SEARCH" : "SORT";
    String criteria = sort.isEmpty() ? "" : sort + " UTF-8 ";
    command(tag, (uid ? "UID " : "") + command + " RETURN (UPDATE ALL) " + criteria + key);
  }

  Map<String, Results> contexts() {
    return contexts;
  }

  public List<String> say(String text) throws IOException {
    return command("t" + ++commands, text);
  }

  private List<String> command(String tag, String text) throws IOException {
    talk.send(tag + " " + text + "\r\n");
    return until(tag, text);
  }

  private List<String> until(String tag, String text) throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      lines.add(talk.response());
      heard(lines.getLast());
    } while (!lines.getLast().startsWith(tag + " "));
    String end = lines.getLast();
    // The other client may have removed what this one still saw (RFC 5530).
    boolean gone = text.startsWith("UID ") && end.startsWith(tag + " NO [EXPUNGEISSUED]");
    assertTrue(gone || end.startsWith(tag + " OK"), text + ": " + end);
    return lines;
  }

  void idleUntil(Running others) throws Exception {
    talk.send("i IDLE\r\n");
    for (String line = talk.response(); !line.startsWith("+"); line = talk.response()) {
      heard(line);
    }
    others.run();
    talk.send("DONE\r\n");
    List<String> ignored = until("i", "IDLE");
    assertFalse(ignored.isEmpty());
  }

  interface Running {
    void run() throws Exception;
  }

  private void heard(String line) {
    assertFalse(line.contains("NOUPDATE"), line);
    if (line.matches("\\* \\d+ EXPUNGE")) {
      int gone = Integer.parseInt(line.split(" ", -1)[1]);
      for (Results results : contexts.values()) {
        if (!results.uid()) {
          assertFalse(results.numbers().contains(gone), "it is still a result: " + line);
          results.numbers().replaceAll(number -> number > gone ? number - 1 : number);
        }
      }
    }
    Matcher matcher = ESEARCH.matcher(line);
    if (matcher.matches() && contexts.containsKey(matcher.group(1))) {
      Results results = contexts.get(matcher.group(1));
      assertEquals(results.uid(), matcher.group(2) != null, line);
      told(results, matcher.group(3), line);
    }
  }

  private static void told(Results results, String items, String line) {
    Matcher item = ITEM.matcher(items);
    while (item.find()) {
      if ("ALL".equals(item.group(1))) {
        results.numbers().clear();
        results.numbers().addAll(set(item.group(2)));
        continue;
      }
      String[] pairs = item.group(4).split(" ", -1);
      for (int i = 0; i < pairs.length; i += 2) {
        int place = Integer.parseInt(pairs[i]);
        List<Integer> numbers = set(pairs[i + 1]);
        if (item.group(3).equals("ADDTO")) {
          add(results, place, numbers, line);
        } else {
          remove(results, place, numbers, line);
        }
      }
    }
  }

  private static void add(Results results, int place, List<Integer> numbers, String line) {
    for (int number : numbers) {
      assertFalse(results.numbers().contains(number), line + " to " + results.numbers());
    }
    assertEquals(results.sorted(), place > 0, line);
    if (place > 0) {
      results.numbers().addAll(place - 1, numbers);
    } else {
      results.numbers().addAll(numbers);
      results.numbers().sort(Integer::compare);
    }
  }

  private static void remove(Results results, int place, List<Integer> numbers, String line) {
    assertEquals(results.sorted(), place > 0, line);
    if (place == 0) {
      assertTrue(results.numbers().removeAll(numbers), line + " of " + results.numbers());
      return;
    }
    List<Integer> there = results.numbers().subList(place - 1, place - 1 + numbers.size());
    assertEquals(numbers, there, line + " of " + results.numbers());
    there.clear();
  }

  static List<Integer> set(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String span : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] ends = span.split(":", -1);
      for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  /** What the server finds now. */
  List<Integer> fresh(boolean uid, String sort, String key) throws IOException {
    String command = sort.isEmpty() ? "SEARCH" : "SORT";
    String criteria = sort.isEmpty() ? "" : sort + " UTF-8 ";
    List<String> lines = say((uid ? "UID " : "") + command + " RETURN (ALL) " + criteria + key);
    for (String line : lines) {
      Matcher matcher = ESEARCH.matcher(line);
      if (matcher.matches() && matcher.group(1).equals("t" + commands)) {
        return matcher.group(3).startsWith(" ALL ")
            ? set(matcher.group(3).substring(5).split(" ", -1)[0])
            : List.of();
      }
    }
    throw new AssertionError("no answer in " + lines);
  }

  @Override
  public void close() throws IOException {
    talk.close();
  }
}
