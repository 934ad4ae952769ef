package org.mailstead.sieve;

import org.mailstead.store.Engine;
import org.mailstead.testkit.Transcript;

/**
 * Plays a transcript against a server, once over the plain engine and once over the hostile one.
 */
final class SieveScript {
  private SieveScript() {}

  /** From the capabilities that greet a client on. */
  static void play(boolean plaintextLogin, String script) {
    play(TestServer.memory(), plaintextLogin, script);
    play(TestServer.hostile(TestServer.memory(), 7), plaintextLogin, script);
  }

  private static void play(Engine engine, boolean plaintext, String script) {
    try (var server = new TestServer(engine, plaintext)) {
      server.open("ada");
      new Transcript(server.port, "").play(script);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
