package org.mailstead.sieve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.LineClient;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Listener;

/** Whole sessions of strangers and of people who have signed in, over a real connection. */
class SessionFuzzTest {
  private static final String SIGNING_IN =
      "AUTHENTICATE \"PLAIN\" \""
          + Base64.getEncoder()
              .encodeToString(("\0ada@example.test\0" + TestServer.PASSWORD).getBytes(UTF_8))
          + "\"\r\n";
  private static final Sessions SESSIONS = Sessions.open();

  /** A server whose sessions' defects are seen by the test. */
  private static final class Sessions {
    final TestServer server;
    final int port;
    final AtomicReference<Optional<RuntimeException>> defect =
        new AtomicReference<>(Optional.empty());
    // Moved when the throttle shuts, so that it forgets the failures of inputs before.
    volatile Instant now = TestServer.CLOCK.instant();

    Sessions() throws Exception {
      server = new TestServer(new MemoryEngine(() -> now), true, () -> now).open("ada");
      var config = TestServer.config(true);
      var listener = new Listener(server.wire, config.listener(), TestServer.TLS);
      port = listener.start(this::session, _ -> new byte[0]);
    }

    static Sessions open() {
      try {
        return new Sessions();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void session(Connection connection) throws IOException {
      try {
        new SieveSession(
                connection,
                () -> TestServer.config(true),
                server.post.scripts(),
                new Sasl(server.authenticator))
            .run();
      } catch (RuntimeException e) {
        defect.set(Optional.of(e));
        throw e;
      }
    }

    byte[] talk(String said) throws Exception {
      try (var _ = BugDetectors.allowNetworkConnections((_, to) -> to == port);
          var client = new LineClient(port)) {
        client.send(said);
        client.end();
        return client.rest();
      }
    }
  }

  /** An even first octet signs in before the rest is said. */
  @FuzzTest(maxDuration = "65s")
  void session(byte[] octets) throws Exception {
    if (octets.length == 0) {
      return;
    }
    boolean signedIn = octets[0] % 2 == 0;
    String said = new String(octets, 1, octets.length - 1, ISO_8859_1);
    String answered = new String(SESSIONS.talk((signedIn ? SIGNING_IN : "") + said), ISO_8859_1);
    SESSIONS
        .defect
        .get()
        .ifPresent(e -> {
          throw e;
        });
    assertTrue(answered.startsWith("\"IMPLEMENTATION\""), answered);
    if (answered.contains("too many failed attempts")) {
      SESSIONS.now = SESSIONS.now.plus(Duration.ofHours(1));
    }
    assertTrue(answered.endsWith("\r\n"), answered);
  }
}
