package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.state.Contexts;
import org.mailstead.store.Engine;
import org.mailstead.testkit.Property;

/** Results that are kept up to date are what a fresh search finds, whatever happens. */
class ContextPropertyTest {
  /** Mail with internationalized addresses is appended without ENABLE UTF8=ACCEPT, too. */
  private static ImapConfig plain(ImapConfig config) {
    return config.withPlaintextLogin(true).without(Set.of("UTF8=ACCEPT"));
  }

  private static final int STEPS = 40;
  private static final List<String> KEYS =
      List.of(
          "ALL",
          "UNDELETED",
          "SEEN",
          "OR FLAGGED KEYWORD $work",
          "SUBJECT tree",
          "NOT BODY apple",
          "UID 3:*",
          "UID *",
          "UID 8:2",
          "OR SEEN FROM ada",
          "NOT (DELETED HEADER X-Tree \"\")",
          "LARGER 200",
          "MODSEQ 30",
          "FUZZY SUBJECT aple");
  private static final List<String> SORTS =
      List.of(
          "",
          "",
          "(SUBJECT)",
          "(REVERSE FROM SIZE)",
          "(REVERSE ARRIVAL)",
          "(DISPLAYTO REVERSE DATE)",
          "(SIZE REVERSE SUBJECT)");
  private static final List<String> FLAGS =
      List.of("\\Seen", "\\Deleted", "\\Flagged", "$work", "Other");

  @Test
  void resultsAreThoseOfAFreshSearch() {
    Property.holds(6, random -> new Run(random).play(TestServer.memory()));
  }

  @Test
  void resultsAreThoseOfAFreshSearchOnABadDayOfTheEngine() {
    Property.holds(4, random -> new Run(random).play(TestServer.hostile(random.nextLong())));
  }

  /** One run. */
  private static final class Run {
    private final RandomGenerator random;
    private final RandomMail mail;
    private final Map<String, String> keys = new java.util.TreeMap<>();
    private final Map<String, String> sorts = new java.util.TreeMap<>();

    Run(RandomGenerator random) {
      this.random = random;
      this.mail = new RandomMail(random);
    }

    private void play(Engine engine) {
      try (var server = new TestServer(engine, ContextPropertyTest::plain);
          var client = new ContextPicture(server.port);
          var other = new ContextPicture(server.port)) {
        for (int i = random.nextInt(12); i >= 0; i--) {
          append(other);
        }
        client.say("NOOP");
        begin(client);
        for (int i = 0; i < STEPS; i++) {
          step(client, other);
          if (random.nextInt(3) == 0) {
            compare(client);
          }
        }
        compare(client);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    private void begin(ContextPicture client) throws IOException {
      for (int i = 0; i < Contexts.MOST; i++) {
        String tag = "c" + i;
        keys.put(tag, some(KEYS));
        sorts.put(tag, some(SORTS));
        client.begin(
            tag, random.nextBoolean(), sorts.getOrDefault(tag, ""), keys.getOrDefault(tag, ""));
      }
    }

    private void compare(ContextPicture client) throws IOException {
      client.say("NOOP");
      for (var context : client.contexts().entrySet()) {
        String tag = context.getKey();
        boolean uid = context.getValue().uid();
        String sort = sorts.getOrDefault(tag, "");
        String key = keys.getOrDefault(tag, "");
        List<Integer> fresh = client.fresh(uid, sort, key);
        String what = (uid ? "UID " : "") + sort + " " + key;
        assertEquals(fresh, context.getValue().numbers(), what);
      }
    }

    private void step(ContextPicture client, ContextPicture other) throws Exception {
      ContextPicture one = random.nextBoolean() ? client : other;
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> append(one);
        case 3, 4 -> {
          String mode = List.of("+", "-", "").get(random.nextInt(3));
          one.say("UID STORE " + uids() + " " + mode + "FLAGS (" + some(FLAGS) + ")");
        }
        case 5 -> one.say("EXPUNGE");
        case 6 -> one.say("UID MOVE " + uids() + " Archive");
        case 7 -> one.say("UID FETCH " + uids() + " (FLAGS)");
        default ->
            client.idleUntil(() -> {
              append(other);
              other.say("UID STORE " + uids() + " FLAGS (\\Seen)");
            });
      }
    }

    private String uids() {
      int from = 1 + random.nextInt(30);
      return random.nextBoolean() ? "" + from : from + ":" + (from + random.nextInt(5));
    }

    private void append(ContextPicture client) throws IOException {
      String message = new String(mail.message(), ISO_8859_1);
      String date = "\"%2d-Jan-2026 00:00:00 +0000\"".formatted(1 + random.nextInt(5));
      client.say("APPEND INBOX " + date + " {" + message.length() + "+}\r\n" + message);
    }

    private <T> T some(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }
  }
}
