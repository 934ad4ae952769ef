package org.mailstead.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Email;
import org.mailstead.post.FlagChange;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxView;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.LineClient;
import org.mailstead.testkit.Property;
import org.mailstead.words.MailboxId;

/**
 * Whatever others do to the account: a session shows INBOX as it was at signing in, a unique id
 * names one message for ever, RETR sends as many octets as LIST counts, and QUIT removes what was
 * marked and nothing else.
 */
class MaildropPropertyTest {
  @Test
  void aMaildropStandsStillAndItsIdsLast() {
    Property.holds(4, random -> new Life(random, false).live());
  }

  @Test
  void aMaildropStandsStillOnABadDayOfTheEngine() {
    Property.holds(3, random -> new Life(random, true).live());
  }

  /** What happens to one account, over several servers. */
  private static final class Life {
    private final RandomGenerator random;
    private final boolean hostile;
    private final MemoryEngine engine = new MemoryEngine(TestServer.CLOCK);

    /** What each unique id was ever seen to name. */
    private final Map<String, String> named = new HashMap<>();

    private int keys;

    Life(RandomGenerator random, boolean hostile) {
      this.random = random;
      this.hostile = hostile;
    }

    void live() {
      for (int i = 0; i < 3; i++) {
        var over = hostile ? TestServer.hostile(engine, random.nextLong()) : engine;
        try (var server = new TestServer(over, true)) {
          if (i == 0) {
            server.open("ada");
          }
          for (int sessions = 0; sessions < 8; sessions++) {
            write(server);
            session(server);
          }
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }

    // ---- the other client

    private void write(TestServer server) {
      for (int i = random.nextInt(6); i > 0; i--) {
        step(server);
      }
    }

    private void step(TestServer server) {
      var messages = server.post.messages();
      List<Integer> some = some(server.inbox());
      MailboxId archive =
          server.post.mailboxes().tree(server.ada).find(Mailbox.Role.ARCHIVE).orElseThrow().id();
      switch (random.nextInt(8)) {
        case 0, 1 -> server.deliver(text(), "k" + keys++);
        case 2 -> messages.append(server.ada, server.inbox, List.of(server.message(text())));
        case 3 -> messages.copy(server.ada, server.inbox, some, server.inbox);
        case 4 -> messages.move(server.ada, server.inbox, some, archive);
        case 5 -> {
          List<Integer> back = some(server.post.view(server.ada, archive));
          messages.move(server.ada, archive, back, server.inbox);
        }
        case 6 -> messages.expunge(server.ada, server.inbox, some, false);
        default ->
            messages.flag(
                server.ada,
                server.inbox,
                some,
                new FlagChange(FlagChange.Mode.ADD, Set.of("\\Seen")),
                OptionalLong.empty());
      }
    }

    private List<Integer> some(MailboxView view) {
      List<Integer> uids = new ArrayList<>();
      view.each(member -> {
        if (uids.size() < 4 && random.nextInt(3) == 0) {
          uids.add(member.uid());
        }
      });
      return uids;
    }

    private String text() {
      var text = new StringBuilder("Subject: " + random.nextInt() + "\r\n\r\n");
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(
            List.of(".", "\r\n", "\r\n.", "\n", "\r", "x", "\u00ff").get(random.nextInt(7)));
      }
      return text.toString();
    }

    // ---- POP3

    private void session(TestServer server) throws IOException {
      MailboxView before = server.inbox();
      try (var client = new LineClient(server.port)) {
        client.line();
        assertTrue(client.ask("USER ada@example.test").startsWith("+OK"));
        assertTrue(client.ask("PASS " + TestServer.PASSWORD).startsWith("+OK"));
        write(server);
        List<String> ids = listing(client, "UIDL");
        List<String> sizes = listing(client, "LIST");
        assertEquals(before.size(), ids.size());
        assertEquals(before.size(), sizes.size());
        for (int i = 0; i < before.size(); i++) {
          isNamed(server, before, i, ids.get(i));
          assertEquals((i + 1) + " " + before.get(i).size(), sizes.get(i));
        }
        if (before.size() > 0) {
          int one = random.nextInt(before.size());
          client.send("RETR " + (one + 1) + "\r\n");
          isSent(client, content(server, before, one));
        }
        end(server, client, before);
      }
    }

    private void isNamed(TestServer server, MailboxView view, int index, String line) {
      String id = line.substring(line.indexOf(' ') + 1);
      assertEquals((index + 1) + " " + id, line);
      assertTrue(id.matches("[!-~]{1,70}"), id);
      String content = content(server, view, index);
      assertEquals(content, named.computeIfAbsent(id, _ -> content), "a unique id came back");
    }

    private static String content(TestServer server, MailboxView view, int index) {
      Email email = server.post.emails().get(server.ada, view.get(index).email());
      var bytes = server.post.emails().bytes(server.ada, email);
      try (var in = bytes.open(0, bytes.length())) {
        return new String(in.readAllBytes(), ISO_8859_1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void isSent(LineClient client, String content) throws IOException {
      assertEquals("+OK " + content.length() + " octets", client.line());
      // Where the message does not end with CRLF, the one before the last dot is not its own.
      String whole = content.endsWith("\r\n") || content.isEmpty() ? content : content + "\r\n";
      String stuffed = ("\r\n" + whole).replace("\n.", "\n..").substring(2);
      assertEquals(stuffed, client.octets(stuffed.length()));
      assertEquals(".", client.line());
    }

    private static List<String> listing(LineClient client, String command) throws IOException {
      assertTrue(client.ask(command).startsWith("+OK"));
      List<String> lines = new ArrayList<>();
      for (String line = client.line(); !line.equals("."); line = client.line()) {
        lines.add(line);
      }
      return lines;
    }

    /** Marks some, then says QUIT or vanishes. */
    private void end(TestServer server, LineClient client, MailboxView seen) throws IOException {
      Set<Integer> marked = new TreeSet<>();
      for (int i = 0; i < seen.size(); i++) {
        if (random.nextInt(4) == 0) {
          marked.add(seen.uid(i));
          assertTrue(client.ask("DELE " + (i + 1)).startsWith("+OK"));
        }
      }
      Set<Integer> left = uids(server);
      if (random.nextBoolean()) {
        assertEquals("+OK goodbye", client.ask("QUIT"));
        left.removeAll(marked);
      } else {
        client.close();
        isFree(server);
      }
      assertEquals(left, uids(server));
    }

    private static Set<Integer> uids(TestServer server) {
      Set<Integer> uids = new TreeSet<>();
      server.inbox().each(member -> uids.add(member.uid()));
      return uids;
    }

    /** The server notices in its own time that the client is gone. */
    private static void isFree(TestServer server) throws IOException {
      Optional<String> answer = Optional.empty();
      for (int i = 0; i < 2000 && answer.filter(a -> a.startsWith("+OK")).isEmpty(); i++) {
        try (var client = new LineClient(server.port)) {
          client.line();
          client.ask("USER ada@example.test");
          answer = Optional.of(client.ask("PASS " + TestServer.PASSWORD));
          client.ask("QUIT");
        }
      }
      assertTrue(answer.orElseThrow().startsWith("+OK"), answer.toString());
    }
  }
}
