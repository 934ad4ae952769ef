package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.notify.Pushes;
import org.mailstead.store.Engine;
import org.mailstead.store.HookedEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What another client does between two reads of one command. */
class RacesTest {
  private static final String ACCOUNT = "get 1";

  /** What reads the mailbox before a command changes it. */
  private static final String VIEWS = "org.mailstead.post.Views";

  /** Two clients in INBOX, which has three messages. */
  private static final class Scene implements AutoCloseable {
    private final HookedEngine engine;
    private final TestServer server;
    private final Party one;
    private final Party other;

    Scene(Engine below) throws Exception {
      engine = new HookedEngine(below);
      server = new TestServer(engine, true);
      one = Party.of(server, "ada");
      other = Party.of(server, "ada");
      one.say("APPEND INBOX {1+}\r\na {1+}\r\nb {1+}\r\nc");
      one.say("SELECT INBOX");
      other.say("SELECT INBOX");
    }

    /** What the first one is told while it says this and a NOOP. */
    List<String> said(String command) {
      List<String> lines = new ArrayList<>(one.say(command));
      assertTrue(lines.getLast().startsWith("a OK"), lines.toString());
      lines.addAll(one.say("NOOP"));
      return lines;
    }

    @Override
    public void close() throws IOException {
      one.close();
      other.close();
      server.close();
    }
  }

  /** Plays on the plain engine and on the hostile one. */
  private interface Play {
    void in(Scene scene) throws Exception;
  }

  private static void play(Play play) throws Exception {
    for (Engine engine : List.of(TestServer.memory(), TestServer.hostile(7))) {
      try (var scene = new Scene(engine)) {
        play.in(scene);
      }
    }
  }

  private static int place(List<String> lines, String part) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError(part + " is missing in " + lines);
  }

  private static void knowsTheNewKeyword(List<String> lines) {
    int named = place(lines, "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft New)");
    assertTrue(named < place(lines, "FLAGS (New)"), lines.toString());
  }

  /** Had the names been read first, the message would have had a flag without a name. */
  @Test
  void aKeywordThatComesWhileFlagsAreFetchedIsNamedFirst() throws Exception {
    play(scene -> {
      scene.engine.hook(read -> {
        if (!read.equals(ACCOUNT)) {
          return false;
        }
        scene.other.say("STORE 2 FLAGS (New)");
        return true;
      });
      knowsTheNewKeyword(scene.said("FETCH 1:3 FLAGS"));
    });
  }

  @Test
  void aKeywordThatComesWhileFlagsAreStoredIsNamedFirst() throws Exception {
    play(scene -> {
      var stored = new AtomicBoolean();
      scene.engine.hook(read -> {
        // The first one is of the change itself.
        if (!read.equals(ACCOUNT) || stored.compareAndSet(false, true)) {
          return false;
        }
        scene.other.say("STORE 2 FLAGS (New)");
        return true;
      });
      knowsTheNewKeyword(scene.said("STORE 1:3 -FLAGS (\\Flagged)"));
    });
  }

  /** Neither has been told of the other's flag, and both are there now. */
  @Test
  void aStoreThatComesWhileAnotherIsSilentIsNotHidden() throws Exception {
    play(scene -> {
      var looked = new AtomicBoolean();
      scene.engine.hook(read -> {
        if (!read.equals("head") || !isWithin(VIEWS)) {
          return false;
        }
        looked.set(true);
        scene.other.say("STORE 2 +FLAGS (\\Flagged)");
        return true;
      });
      List<String> lines = scene.said("STORE 1:3 +FLAGS.SILENT (\\Seen)");
      assertTrue(looked.get());
      String told = "* 2 FETCH (UID 2 FLAGS (\\Seen \\Flagged))";
      assertEquals(told, lines.get(place(lines, "FETCH")), lines.toString());
    });
  }

  /** RFC 7162 section 3.1.3. */
  @Test
  void aConditionalStoreLeavesAloneWhatAnotherChangedMeanwhile() throws Exception {
    play(scene -> {
      scene.one.say("ENABLE CONDSTORE");
      String line = scene.one.say("FETCH 2 MODSEQ").getFirst();
      String modseq = line.substring(line.lastIndexOf('(') + 1, line.indexOf(')'));
      var looked = new AtomicBoolean();
      scene.engine.hook(read -> {
        if (!read.equals("head") || !isWithin(VIEWS)) {
          return false;
        }
        looked.set(true);
        scene.other.say("STORE 2 +FLAGS (\\Flagged)");
        return true;
      });
      List<String> lines =
          scene.said("STORE 1:3 (UNCHANGEDSINCE " + modseq + ") +FLAGS.SILENT (\\Seen)");
      assertTrue(looked.get());
      assertTrue(lines.get(place(lines, "a OK")).startsWith("a OK [MODIFIED 2]"));
      String told = lines.get(place(lines, "* 2 FETCH"));
      assertTrue(told.startsWith("* 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ ("), told);
    });
  }

  private static boolean isWithin(String name) {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(name)));
  }

  /** Nothing else need happen for it to be told. */
  @Test
  void whatCannotBeReadWhileAClientIdlesIsToldLater() throws Exception {
    play(scene -> {
      try (var idler = new Talk(scene.server.port)) {
        idler.line();
        idler.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\nb SELECT INBOX\r\n");
        idler.send("c IDLE\r\n");
        String line = "";
        while (!line.equals("+ idling")) {
          line = idler.line();
        }
        var failed = new AtomicBoolean();
        scene.engine.hook(read -> {
          if (read.equals("head") && isWithin(Pushes.class.getName())) {
            failed.set(true);
            throw new Refused(Problem.Kind.UNAVAILABLE, "store.test");
          }
          return false;
        });
        scene.one.say("UNSELECT");
        scene.one.say("APPEND INBOX {1+}\r\nd");
        assertEquals("* 4 EXISTS", idler.line());
        assertTrue(failed.get());
      }
    });
  }
}
