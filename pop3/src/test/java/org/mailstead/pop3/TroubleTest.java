package org.mailstead.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Engine;
import org.mailstead.testkit.LineClient;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What the store cannot do is told to the client, and never looks like a message. */
class TroubleTest {
  private final AtomicReference<UnaryOperator<Object>> trouble =
      new AtomicReference<>(result -> result);

  /** An engine whose reads go through the trouble that a test makes. */
  private Engine troubled() {
    Engine engine = TestServer.memory();
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(engine, arguments);
                boolean reads = method.getName().equals("get") || method.getName().equals("scan");
                return reads ? trouble.get().apply(result) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String signIn(LineClient client) throws Exception {
    client.ask("USER ada@example.test");
    return client.ask("PASS " + TestServer.PASSWORD);
  }

  @Test
  void aMaildropThatCouldNotBeOpenedIsFreeForTheNextAttempt() throws Exception {
    try (var server = new TestServer(troubled(), true).open("ada");
        var client = new LineClient(server.port)) {
      client.line();
      client.ask("USER ada@example.test");
      trouble.set(result -> {
        if (result instanceof java.util.List<?>) {
          throw new Refused(Problem.Kind.UNAVAILABLE, "test");
        }
        return result;
      });
      assertEquals(
          "-ERR [SYS/TEMP] temporarily not available", client.ask("PASS " + TestServer.PASSWORD));
      trouble.set(result -> result);
      assertEquals("+OK 0 messages (0 octets)", signIn(client));
    }
  }

  private static TestServer withALongMessage(Engine engine) throws Exception {
    var server = new TestServer(engine, true).open("ada");
    var text = new StringBuilder("a: b\r\n\r\n");
    var random = new SplittableRandom(1);
    for (int i = 0; i < 12_000; i++) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    server.deliver(text.toString());
    return server;
  }

  @Test
  void aMessageWhoseEndIsDamagedIsRefused() throws Exception {
    try (var server = withALongMessage(troubled());
        var client = new LineClient(server.port)) {
      client.line();
      signIn(client);
      trouble.set(result -> damaged(result, row -> row.length - 1));
      assertEquals("-ERR [SYS/PERM] what is stored cannot be read", client.ask("RETR 1"));
      assertEquals("+OK 1 12008", client.ask("STAT"));
    }
  }

  @Test
  void aMessageDamagedInsideIsCutOffAndNotEnded() throws Exception {
    try (var server = withALongMessage(troubled());
        var client = new LineClient(server.port)) {
      client.line();
      signIn(client);
      trouble.set(result -> damaged(result, row -> row.length / 2));
      client.send("RETR 1\r\n");
      String sent = new String(client.rest(), StandardCharsets.ISO_8859_1);
      assertFalse(sent.contains("-ERR") || sent.endsWith(".\r\n"), sent);
    }
  }

  private static Object damaged(Object result, ToIntFunction<byte[]> where) {
    if (result instanceof Optional<?> found
        && found.isPresent()
        && found.get() instanceof byte[] row
        && row.length > 8_000) {
      byte[] changed = row.clone();
      changed[where.applyAsInt(row)] ^= 0x55;
      return Optional.of(changed);
    }
    return result;
  }
}
