package org.mailstead.pop3;

import java.util.List;
import org.mailstead.store.Engine;
import org.mailstead.testkit.Transcript;

/**
 * Plays a transcript against a server, once over the plain engine and once over the hostile one.
 */
final class Pop3Script {
  private static final String SIGNING_IN =
      """
      0< +OK Mailstead POP3 at pop.example.test
      0> USER ada@example.test
      0< +OK *
      0> PASS %s
      0< +OK *
      """
          .formatted(TestServer.PASSWORD);

  private Pop3Script() {}

  /** Connections are signed in as Ada, whose INBOX holds these messages. */
  static void play(String script, String... messages) {
    play(TestServer.memory(), true, SIGNING_IN, script, messages);
    play(TestServer.hostile(TestServer.memory(), 7), true, SIGNING_IN, script, messages);
  }

  /** Without signing in: the greeting comes first. */
  static void playFromTheGreeting(boolean plaintextLogin, String script, String... messages) {
    play(TestServer.memory(), plaintextLogin, "", script, messages);
    play(TestServer.hostile(TestServer.memory(), 7), plaintextLogin, "", script, messages);
  }

  private static void play(
      Engine engine, boolean plaintext, String beginning, String script, String... messages) {
    try (var server = new TestServer(engine, plaintext)) {
      server.open("ada");
      for (String name : List.of("bob", "gr\u00f6\u00dfe")) {
        if (script.contains(name + "@")) {
          server.open(name);
        }
      }
      for (String message : messages) {
        server.deliver(message);
      }
      new Transcript(server.port, beginning).play(script);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
