package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.post.FlagChange;
import org.mailstead.post.MailboxView;
import org.mailstead.post.NewMessage;
import org.mailstead.store.Engine;
import org.mailstead.store.Level;
import org.mailstead.store.Partition;
import org.mailstead.testkit.Property;
import org.mailstead.words.MailboxId;

/** A client that comes back ends up with what is there (RFC 7162 section 3.2.5). */
class ResyncTest {
  @Test
  void qresyncHasToBeEnabledFirst() {
    ImapScript.play(
        """
        1> a SELECT INBOX (QRESYNC (1 1))
        1< a BAD *
        1> b ENABLE QRESYNC
        1< * ENABLED QRESYNC
        1< b OK *
        1> c SELECT INBOX (QRESYNC (1 1 1:3 (1,x 2)))
        1< c BAD *
        1> d EXAMINE INBOX (QRESYNC (1 1 (1:2 3,4)))
        1< * FLAGS *
        1< * 0 EXISTS
        1< * 0 RECENT
        1< * OK [UIDVALIDITY *
        1< * OK [UIDNEXT *
        1< * OK [PERMANENTFLAGS *
        1< * OK [HIGHESTMODSEQ *
        1< * OK [MAILBOXID *
        1< d OK *
        """);
  }

  @Test
  void whatTheSampleShowsToBeKnownIsNotTold() throws Exception {
    try (var world = new World(TestServer.memory())) {
      world.add(6);
      long before = world.modseq();
      world.expunge(List.of(1, 4));
      assertEquals(List.of("* VANISHED (EARLIER) 1,4"), world.resync(before + " 1:6"));
      assertEquals(List.of("* VANISHED (EARLIER) 4"), world.resync(before + " 1:6 (1:2 2:3)"));
      assertEquals(List.of("* VANISHED (EARLIER) 4"), world.resync(before + " (2,3,9 3,4,9)"));
      assertEquals(List.of("* VANISHED (EARLIER) 1,4"), world.resync(before + " (4,5 4:5)"));
      assertEquals(List.of(), world.resync(before + " 1:6 (1,4 2,6)"));
      assertEquals(List.of("* VANISHED (EARLIER) 4"), world.resync(before + " 3:9"));
      assertEquals(List.of(), world.resync(before + " 2:3,5:9"));
    }
  }

  @Test
  void afterARestoreAllIsToldThatTheClientMayHaveLost() throws Exception {
    try (var world = new World(TestServer.memory())) {
      world.add(4);
      world.expunge(List.of(2));
      long known = world.modseq();
      world.newEpoch();
      long lost = known + 10;
      assertEquals(List.of(), world.resync(known + " 1:9"));
      assertEquals(
          List.of(
              "* VANISHED (EARLIER) 2,5:9",
              "* 1 FETCH (UID 1 FLAGS () MODSEQ (" + world.modseq(1) + "))",
              "* 2 FETCH (UID 3 FLAGS () MODSEQ (" + world.modseq(3) + "))",
              "* 3 FETCH (UID 4 FLAGS () MODSEQ (" + world.modseq(4) + "))"),
          world.resync(lost + " 1:9"));
      assertEquals("* VANISHED (EARLIER) 2,5:9", world.resync(lost + " 1:9 (2:3 3:4)").getFirst());
      assertEquals("* VANISHED (EARLIER) 2,5:1048580", world.resync("" + lost).getFirst());
      // FETCH tells all too: what the client saw at a version that was lost may never have been.
      assertEquals(
          List.of(
              "* VANISHED (EARLIER) 2,5:7",
              "* 1 FETCH (UID 1 FLAGS () MODSEQ (" + world.modseq(1) + "))",
              "* 2 FETCH (UID 3 FLAGS () MODSEQ (" + world.modseq(3) + "))",
              "* 3 FETCH (UID 4 FLAGS () MODSEQ (" + world.modseq(4) + "))"),
          world.ask("UID FETCH 1:7 (FLAGS) (CHANGEDSINCE " + lost + " VANISHED)"));
      world.add(1);
      assertEquals("* VANISHED (EARLIER) 2,5:1048580", world.resync("" + lost).getFirst());
    }
  }

  @Test
  void aClientEndsUpWithWhatIsThere() {
    Property.holds(4, random -> check(TestServer.memory(), random));
  }

  @Test
  void aClientEndsUpWithWhatIsThereOnAHostileEngine() {
    Property.holds(4, random -> check(TestServer.hostile(random.nextLong()), random));
  }

  private static void check(Engine engine, RandomGenerator random) {
    try (var world = new World(engine)) {
      for (int round = 0; round < 6; round++) {
        world.change(random);
        var client = new Remembered(world.flags(), world.modseq());
        if (random.nextInt(3) == 0) {
          client = random.nextBoolean() ? client : client.ahead(random);
          world.newEpoch();
        }
        world.change(random);
        client.compare(world, random);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What a client remembers: flags by uid. */
  private record Remembered(SortedMap<Integer, String> flags, long modseq) {
    private static final Pattern FETCH =
        Pattern.compile("\\* (\\d+) FETCH \\(UID (\\d+) FLAGS \\((.*?)\\) MODSEQ .*");

    /** As if the client had seen what was then lost in a restore. */
    Remembered ahead(RandomGenerator random) {
      var changed = new TreeMap<>(flags);
      for (int uid : flags.keySet()) {
        switch (random.nextInt(5)) {
          case 0 -> changed.remove(uid);
          case 1 -> changed.put(uid, "\\Draft");
          default -> {}
        }
      }
      int next = flags.isEmpty() ? 1 : flags.lastKey() + 1;
      changed.put(next + 30 + random.nextInt(5), "");
      return new Remembered(changed, modseq + 40);
    }

    void compare(World world, RandomGenerator random) throws IOException {
      var uids = new ArrayList<>(flags.keySet());
      String known = uids.isEmpty() || random.nextBoolean() ? "" : " 1:" + uids.getLast();
      String sample = "";
      if (!uids.isEmpty() && random.nextBoolean()) {
        int[] numbers = random.ints(3, 1, uids.size() + 1).sorted().distinct().toArray();
        sample =
            " ("
                + SequenceSet.text(IntStream.of(numbers))
                + " "
                + SequenceSet.text(IntStream.of(numbers).map(n -> uids.get(n - 1)))
                + ")";
      }
      String said = modseq + known + sample;
      var now = new TreeMap<>(flags);
      for (String line : world.resync(said)) {
        apply(line, now);
      }
      SortedMap<Integer, String> there = world.flags();
      if (!known.isEmpty()) {
        there = new TreeMap<>(there.headMap(uids.getLast() + 1));
      } else {
        there.keySet().forEach(uid -> now.putIfAbsent(uid, "unknown"));
      }
      assertEquals(there.keySet(), now.keySet(), said);
      there.forEach((uid, flags) -> {
        // What is new to the client it has yet to ask for.
        assertTrue(Set.of(flags, "unknown").contains(now.get(uid)), said + ": " + uid);
      });
    }

    private static void apply(String line, SortedMap<Integer, String> now) {
      Matcher fetch = FETCH.matcher(line);
      if (fetch.matches()) {
        now.put(Integer.parseInt(fetch.group(2)), fetch.group(3));
      } else {
        assertTrue(line.startsWith("* VANISHED (EARLIER) "), line);
        for (String span : line.substring("* VANISHED (EARLIER) ".length()).split(",", -1)) {
          String[] ends = span.split(":", -1);
          int first = Integer.parseInt(ends[0]);
          int last = Integer.parseInt(ends[ends.length - 1]);
          now.subMap(first, last + 1).clear();
        }
      }
    }
  }

  /** A mailbox that changes, and a connection that resynchronizes with it. */
  private static final class World implements AutoCloseable {
    private final TestServer server;
    private final Engine engine;
    private final Talk talk;
    private final MailboxId inbox;
    private final long validity;

    World(Engine engine) throws Exception {
      this.engine = engine;
      server = new TestServer(engine, true);
      talk = new Talk(server.port);
      var mailbox = server.post.mailboxes().tree(server.ada.id()).find("INBOX").orElseThrow();
      inbox = mailbox.id();
      validity = mailbox.uidValidity();
      talk.line();
      ask("LOGIN ada@example.test " + TestServer.PASSWORD);
      ask("ENABLE QRESYNC");
    }

    /** The untagged answers. */
    List<String> ask(String command) throws IOException {
      talk.send("t " + command + "\r\n");
      List<String> lines = new ArrayList<>();
      String line = talk.response();
      for (; !line.startsWith("t "); line = talk.response()) {
        lines.add(line);
      }
      assertTrue(line.startsWith("t OK"), command + " -> " + line);
      return lines;
    }

    List<String> resync(String remembered) throws IOException {
      return ask("SELECT INBOX (QRESYNC (" + validity + " " + remembered + "))").stream()
          .filter(line -> line.contains(" FETCH ") || line.contains("VANISHED"))
          .toList();
    }

    private MailboxView view() {
      return server.post.view(server.ada.id(), inbox);
    }

    long modseq() {
      return view().highestModseq();
    }

    long modseq(int uid) {
      return view().get(view().indexOf(uid)).modseq();
    }

    SortedMap<Integer, String> flags() {
      var flags = new TreeMap<Integer, String>();
      var keywords = server.post.keywords(server.ada.id());
      view().each(m -> flags.put(m.uid(), String.join(" ", keywords.names(m.flags()))));
      return flags;
    }

    void add(int count) throws IOException {
      List<NewMessage> messages = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        try (var arriving = server.post.intake().begin(server.ada.id())) {
          arriving.write('x');
          var arrived = arriving.finish(server.ada.id());
          messages.add(
              new NewMessage(
                  arrived.body(),
                  new byte[0],
                  arrived.structure(),
                  arrived.preview(),
                  Set.of(),
                  OffsetDateTime.parse("2026-01-01T00:00:00Z"),
                  List.of()));
        }
      }
      server.post.messages().append(server.ada.id(), inbox, messages);
    }

    void expunge(List<Integer> uids) {
      server.post.messages().expunge(server.ada.id(), inbox, uids, false);
    }

    void change(RandomGenerator random) throws IOException {
      add(1 + random.nextInt(4));
      var uids = new TreeSet<>(flags().keySet());
      uids.removeIf(_ -> random.nextInt(3) > 0);
      var seen = new FlagChange(FlagChange.Mode.ADD, Set.of("\\Seen"));
      server
          .post
          .messages()
          .flag(server.ada.id(), inbox, List.copyOf(uids), seen, OptionalLong.empty());
      uids.removeIf(_ -> random.nextBoolean());
      if (!uids.isEmpty()) {
        expunge(List.copyOf(uids));
      }
    }

    /** As a restore begins one. */
    void newEpoch() {
      var partition = new Partition(Partition.Kind.ACCOUNT, server.ada.id().value());
      engine.raiseEpoch(partition, engine.head(partition, Level.LINEAR).epoch() + 1);
    }

    @Override
    public void close() throws IOException {
      talk.close();
      server.close();
    }
  }
}
