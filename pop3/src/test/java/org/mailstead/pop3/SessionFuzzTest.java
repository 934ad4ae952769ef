package org.mailstead.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.LineClient;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Listener;

/** Whole sessions of strangers and of people who have signed in, over a real connection. */
class SessionFuzzTest {
  private static final String FIRST = "Subject: one\r\n\r\n.\r\nHello\r\n";
  private static final String SIGNING_IN =
      "USER ada@example.test\r\nPASS " + TestServer.PASSWORD + "\r\n";
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

    private void session(Connection connection) throws java.io.IOException {
      var sasl = new Sasl(server.authenticator);
      try {
        new Pop3Session(
                connection,
                () -> TestServer.config(true),
                server.post,
                server.authenticator,
                sasl,
                new Maildrops())
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
    while (SESSIONS.server.inbox().size() < 3) {
      SESSIONS.server.deliver(FIRST);
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
    assertTrue(answered.startsWith("+OK Mailstead"), answered);
    if (answered.contains("-ERR [SYS/TEMP] too many failed attempts")) {
      SESSIONS.now = SESSIONS.now.plus(Duration.ofHours(1));
    }
    assertTrue(answered.endsWith("\r\n"), answered);
    assertEquals(-1, answered.replace("\r\n", "").indexOf('\n'), answered);
    String lower = said.toLowerCase(Locale.ROOT);
    if (SESSIONS.server.inbox().size() < 3) {
      assertTrue(lower.contains("dele ") && lower.contains("quit"), said);
      assertTrue(answered.endsWith("+OK goodbye\r\n"), answered);
    }
  }
}
