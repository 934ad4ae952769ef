package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Engine;
import org.mailstead.testkit.Property;

/** Three clients change one mailbox at random; each must be able to follow. */
class ManyClientsTest {
  private static final int STEPS = 60;
  private static final List<String> FLAGS =
      List.of("\\Seen", "\\Deleted", "\\Flagged", "$Forwarded", "Work");

  @Test
  void eachClientsPictureFitsWhatItIsTold() {
    Property.holds(4, random -> play(TestServer.memory(), random));
  }

  @Test
  void eachClientsPictureFitsOnABadDayOfTheEngine() {
    Property.holds(3, random -> play(TestServer.hostile(random.nextLong()), random));
  }

  private static void play(Engine engine, RandomGenerator random) {
    try (var server = new TestServer(engine, true)) {
      List<Picture> clients =
          List.of(new Picture(server.port), new Picture(server.port), new Picture(server.port));
      for (Picture client : clients) {
        assertEquals("OK", client.command("SELECT INBOX", true));
      }
      for (int i = 0; i < STEPS; i++) {
        step(clients.get(random.nextInt(clients.size())), clients, random);
      }
      String picture = clients.getFirst().complete();
      for (Picture client : clients) {
        assertEquals(picture, client.complete());
        client.close();
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void step(Picture client, List<Picture> clients, RandomGenerator random)
      throws IOException {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> append(client, random);
      case 3 -> client.command("NOOP", true);
      case 4, 5 -> {
        if (client.size() > 0) {
          String mode = List.of("+", "-", "").get(random.nextInt(3));
          String silent = random.nextBoolean() ? ".SILENT" : "";
          String flag = FLAGS.get(random.nextInt(FLAGS.size()));
          client.command(
              "STORE " + number(client, random) + " " + mode + "FLAGS" + silent + " (" + flag + ")",
              false);
        }
      }
      case 6 -> client.command("EXPUNGE", true);
      case 7 -> {
        if (client.size() > 0) {
          client.command("MOVE " + number(client, random) + " Archive", true);
        }
      }
      case 8 -> {
        client.begin("IDLE");
        append(clients.get(0) == client ? clients.get(1) : clients.get(0), random);
        client.done();
      }
      default -> {
        if (client.size() > 0) {
          client.command("FETCH " + number(client, random) + " (UID FLAGS)", false);
        }
      }
    }
  }

  private static void append(Picture client, RandomGenerator random) throws IOException {
    String body = "x".repeat(1 + random.nextInt(50));
    String text = "APPEND INBOX {" + body.length() + "+}\r\n" + body;
    assertEquals("OK", client.command(text, true));
  }

  /** A sequence number or a range of them. */
  private static String number(Picture client, RandomGenerator random) {
    int one = 1 + random.nextInt(client.size());
    int other = 1 + random.nextInt(client.size());
    return random.nextBoolean() ? "" + one : one + ":" + other;
  }
}
