package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Engine;
import org.mailstead.testkit.Property;

/**
 * Clients of every kind do everything to one mailbox at random, several commands at once; whatever
 * they are told must fit what they know, and when all is quiet they must know all.
 */
class FollowersTest {
  private static final int STEPS = 50;
  private static final int ROUNDS = 3;
  private static final List<String> FLAGS =
      List.of("\\Seen", "\\Deleted", "\\Flagged", "$Forwarded", "Work", "Home", "New");

  private static final List<Follower.Manner> MANNERS =
      List.of(
          new Follower.Manner(false, false, false, false, Optional.empty(), false),
          new Follower.Manner(true, false, false, false, Optional.empty(), true),
          new Follower.Manner(false, true, false, false, Optional.empty(), false),
          new Follower.Manner(true, true, true, false, Optional.empty(), false),
          new Follower.Manner(false, true, true, false, Optional.of("SELECTED-DELAYED"), true),
          new Follower.Manner(false, false, false, false, Optional.of("SELECTED-DELAYED"), false),
          new Follower.Manner(true, true, false, false, Optional.of("SELECTED"), false),
          new Follower.Manner(false, false, false, true, Optional.empty(), false),
          new Follower.Manner(true, true, true, true, Optional.of("SELECTED"), false),
          new Follower.Manner(true, true, true, false, Optional.of("SELECTED"), false)
              .deafToFlags(),
          new Follower.Manner(false, true, true, false, Optional.of("SELECTED-DELAYED"), false)
              .deafToFlags());

  @Test
  void whatEveryClientIsToldFitsWhatItKnows() {
    Property.holds(3, random -> new Play(random, false).run(TestServer.memory()));
  }

  /** Few messages and many changes, half of them silent. */
  @Test
  void silenceHidesNothing() {
    Property.holds(3, random -> new Play(random, true).run(TestServer.memory()));
    Property.holds(1, random -> new Play(random, true).run(TestServer.hostile(random.nextLong())));
  }

  @Test
  void soItDoesOnABadDayOfTheEngine() {
    Property.holds(2, random -> new Play(random, false).run(TestServer.hostile(random.nextLong())));
  }

  /** One server and its clients. */
  private static final class Play {
    private final RandomGenerator random;
    private final boolean onlyFlags;
    private final Set<Long> removed = new HashSet<>();
    private final Map<Long, Long> highestTold = new HashMap<>();
    private final List<Follower> clients = new ArrayList<>();
    private String parent = "top";
    private String name = "box";
    private int names;

    /**
     * @param onlyFlags whether hardly anything but flags changes
     */
    Play(RandomGenerator random, boolean onlyFlags) {
      this.random = random;
      this.onlyFlags = onlyFlags;
    }

    private String path() {
      return parent + "/" + name;
    }

    void run(Engine engine) {
      try (var server = new TestServer(engine, true)) {
        play(server);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    private void play(TestServer server) throws IOException {
      for (Follower.Manner manner : MANNERS) {
        clients.add(new Follower(server.port, manner, removed, highestTold));
      }
      assertTrue(clients.getFirst().ask("CREATE " + path()).startsWith("OK"));
      for (Follower client : clients) {
        assertTrue(client.select(path()), client.toString());
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < STEPS; i++) {
          step(any());
        }
        compare(server);
      }
      for (Follower client : clients) {
        client.close();
      }
    }

    private Follower any() {
      return clients.get(random.nextInt(clients.size()));
    }

    // ---- when all is quiet

    private void compare(TestServer server) throws IOException {
      for (Follower client : clients) {
        settle(client);
      }
      var manner = new Follower.Manner(false, true, false, false, Optional.empty(), false);
      var fresh = new Follower(server.port, manner, removed, highestTold);
      assertTrue(fresh.select(path()));
      KnownMailbox real = fresh.known.orElseThrow();
      for (Follower client : clients) {
        if (!client.manner.hearsOfFlags()) {
          // What it missed it is told when it comes back, and not before.
          client.drop();
          assertTrue(client.select(path()), client.toString());
        }
        client.ask("NOOP");
        boolean modseqs = client.manner.condstore();
        client.known.orElseThrow().assertPartOf(real, modseqs, client.toString());
        client.ask("UID FETCH 1:* " + items(client));
        client.known.orElseThrow().assertPartOf(real, modseqs, client + " at last");
        assertTrue(client.known.orElseThrow().knowsAllUids(), client.toString());
      }
      fresh.close();
    }

    private void settle(Follower client) throws IOException {
      if (client.idling) {
        client.done();
      }
      client.drain();
      if (!client.lost && client.known.isPresent()) {
        client.ask("NOOP");
      }
      if (client.lost) {
        client.drop();
      }
      if (client.known.isEmpty() && !client.select(path())) {
        // Whoever removed it was sent away before it could make the other one.
        client.ask("CREATE " + path());
        assertTrue(client.select(path()), client.toString());
      }
    }

    private static String items(Follower client) {
      return client.manner.condstore() ? "(UID FLAGS MODSEQ)" : "(UID FLAGS)";
    }

    // ---- steps

    private void step(Follower client) throws IOException {
      if (client.idling) {
        client.done();
        return;
      }
      if (client.lost) {
        client.drop();
      }
      if (client.known.isEmpty() && !client.busy()) {
        client.select(path());
        return;
      }
      if (onlyFlags) {
        changeFlags(client);
        return;
      }
      switch (random.nextInt(24)) {
        case 0, 1, 2 -> append(client, 1);
        case 3 -> append(client, 2 + random.nextInt(4));
        case 4, 5, 6, 7 -> store(client);
        case 8, 9, 10 -> fetch(client);
        case 11 -> client.say("EXPUNGE", true);
        case 12 -> client.say("UID EXPUNGE " + uids(client), true);
        case 13 -> copyOrMove(client, "MOVE");
        case 14 -> copyOrMove(client, "COPY");
        case 15 -> replace(client);
        case 16 -> search(client);
        case 17 -> client.say(random.nextBoolean() ? "NOOP" : "CHECK", true);
        case 18 -> client.idle();
        case 19 -> comeBack(client);
        case 20 -> others(client);
        case 21 -> client.drain();
        default -> {
          client.drain();
          if (!client.lost) {
            client.say("NOOP", true);
          }
        }
      }
    }

    private void changeFlags(Follower client) throws IOException {
      switch (random.nextInt(20)) {
        case 0, 1 -> {
          if (client.known.orElse(new KnownMailbox(0, false)).size() < 4) {
            append(client, 2);
          }
        }
        case 2 -> fetch(client);
        case 3 -> client.say("UID EXPUNGE " + uids(client), true);
        case 4 -> client.say("NOOP", true);
        case 5 -> client.idle();
        case 6 -> comeBack(client);
        case 7 -> client.drain();
        default -> store(client);
      }
    }

    private void others(Follower client) throws IOException {
      client.drain();
      if (client.lost) {
        return;
      }
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          String to = "n" + ++names;
          if (client.ask("RENAME " + path() + " " + parent + "/" + to).startsWith("OK")) {
            name = to;
          }
        }
        case 2, 3 -> {
          String to = "p" + ++names;
          if (client.ask("RENAME " + parent + " " + to).startsWith("OK")) {
            parent = to;
          }
        }
        default -> remake(client);
      }
    }

    /** Removes the mailbox and makes another of its name. */
    private void remake(Follower client) throws IOException {
      Optional<Long> gone = client.uidValidity(path());
      boolean own = client.known.map(in -> in.uidValidity).equals(gone);
      if (gone.isEmpty() || client.lost) {
        return;
      }
      removed.add(gone.get());
      String answer = client.ask("DELETE " + path());
      if (client.lost) {
        return; // from another mailbox, of the same name once
      }
      assertTrue(answer.startsWith("OK"), client.toString());
      assertTrue(!own || client.known.isEmpty());
      answer = client.ask("CREATE " + path());
      assertTrue(client.lost || answer.startsWith("OK"), client.toString());
    }

    private void comeBack(Follower client) throws IOException {
      if (random.nextBoolean()) {
        client.drain();
      }
      client.drop();
      client.select(path());
    }

    private String message() {
      String body = "x".repeat(1 + random.nextInt(50));
      String flags = random.nextInt(3) == 0 ? "(" + flag() + ") " : "";
      return flags + "{" + body.length() + "+}\r\n" + body;
    }

    private String flag() {
      return FLAGS.get(random.nextInt(FLAGS.size()));
    }

    private void append(Follower client, int count) throws IOException {
      var text = new StringBuilder("APPEND " + path());
      for (int i = 0; i < count; i++) {
        text.append(' ').append(message());
      }
      client.say(text.toString(), true);
    }

    private void fetch(Follower client) throws IOException {
      boolean numbers = client.canNumber() && random.nextBoolean();
      String what = random.nextInt(4) == 0 ? "BODY[]" : items(client);
      if (what.equals("BODY[]") && client.manner.condstore()) {
        what = "(BODY[] MODSEQ)";
      }
      client.say(
          (numbers ? "FETCH " + numbers(client) : "UID FETCH " + uids(client)) + " " + what,
          !numbers);
    }

    private void search(Follower client) throws IOException {
      boolean numbers = client.canNumber() && random.nextBoolean();
      client.say((numbers ? "" : "UID ") + "SEARCH UNDELETED", !numbers);
    }

    private void copyOrMove(Follower client, String verb) throws IOException {
      // Numbers in COPY are good, and change while it is answered.
      boolean numbers = client.canNumber() && random.nextBoolean();
      String to = verb.equals("COPY") && random.nextBoolean() ? path() : "Archive";
      client.say(
          (numbers ? verb + " " + numbers(client) : "UID " + verb + " " + uids(client)) + " " + to,
          true);
    }

    private void replace(Follower client) throws IOException {
      boolean numbers = client.canNumber() && random.nextBoolean();
      if (!numbers && client.known.orElseThrow().lastUid() == 0) {
        return;
      }
      String one =
          numbers
              ? "REPLACE " + (1 + random.nextInt(client.known.orElseThrow().size()))
              : "UID REPLACE " + uid(client);
      client.say(one + " " + path() + " " + message(), true);
    }

    private void store(Follower client) throws IOException {
      KnownMailbox mailbox = client.known.orElse(new KnownMailbox(0, false));
      if (mailbox.size() == 0) {
        return;
      }
      boolean numbers = client.canNumber() && random.nextBoolean();
      String set = numbers ? numbers(client) : uids(client);
      String mode = List.of("+", "-", "").get(random.nextInt(3));
      String flag = flag();
      boolean mayBeSilent = client.manner.notices().isEmpty() || client.manner.condstore();
      boolean silent = mayBeSilent && random.nextBoolean();
      String since = "";
      if (client.manner.condstore() && random.nextInt(3) == 0) {
        long modseq = mailbox.messages.get(random.nextInt(mailbox.size())).modseq;
        since = "(UNCHANGEDSINCE " + modseq + ") ";
      }
      String text =
          (numbers ? "STORE " : "UID STORE ")
              + set
              + " "
              + since
              + mode
              + (silent ? "FLAGS.SILENT (" : "FLAGS (")
              + flag
              + ")";
      List<Integer> uids =
          (numbers
                  ? Follower.uids(set).stream().map(n -> mailbox.messages.get(n - 1).uid)
                  : Follower.uids(set).stream())
              .filter(uid -> uid > 0)
              .toList();
      if (silent) {
        client.storeInSilence(text, !numbers, uids, change(mode, flag));
      } else {
        client.store(text, !numbers, uids);
      }
    }

    private static Consumer<KnownMailbox.Message> change(String mode, String flag) {
      return message -> {
        Set<String> flags = new TreeSet<>(message.flags.orElseThrow());
        switch (mode) {
          case "+" -> flags.add(flag);
          case "-" -> flags.remove(flag);
          case String _ -> {
            flags.clear();
            flags.add(flag);
          }
        }
        message.flags = Optional.of(flags);
      };
    }

    /** A sequence number or a range of them. */
    private String numbers(Follower client) {
      int size = client.known.orElseThrow().size();
      int one = 1 + random.nextInt(size);
      int other = Math.min(size, one + random.nextInt(4));
      return random.nextBoolean() ? "" + one : one + ":" + other;
    }

    private int uid(Follower client) {
      return 1 + random.nextInt(1 + client.known.map(KnownMailbox::lastUid).orElse(0));
    }

    private String uids(Follower client) {
      int one = uid(client);
      return random.nextBoolean() ? "" + one : one + ":" + (one + random.nextInt(4));
    }
  }

  @Test
  void aSetIsReadAsItIsMeant() {
    assertEquals(List.of(1, 3, 4, 5), Follower.uids("1,3:5"));
  }
}
