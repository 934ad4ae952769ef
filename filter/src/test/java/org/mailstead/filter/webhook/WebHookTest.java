package org.mailstead.filter.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.hook.HookTalk;
import org.mailstead.filter.hook.Opinion;
import org.mailstead.filter.origin.MessageFlow;

/** Asking by HTTP. */
class WebHookTest {
  private static final String TEXT = "From: a@x.test\r\nSubject: hi\r\n there\r\n\r\nhello\r\n";

  private HttpServer server;
  private volatile int status = 200;
  private volatile byte[] answer = {};
  private volatile String asked = "";
  private volatile String authorization = "";

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/ask",
        exchange -> {
          asked = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
          authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
          if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private Opinion ask(String text, int status, String answer) throws IOException {
    this.status = status;
    this.answer = answer.getBytes(UTF_8);
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ask?k=secret");
    var hook = new WebHook(uri, Optional.of("token"), Duration.ofSeconds(5));
    assertEquals("http://127.0.0.1/ask", hook.name());
    HookTalk talk =
        hook.begin(
            new HookEnvelope(
                "q1",
                "mx.test",
                InetAddress.getLoopbackAddress(),
                "c\"test",
                "",
                true,
                "eve@x.test",
                List.of("ada@x.test")));
    try (talk) {
      var flow = new MessageFlow(OutputStream.nullOutputStream(), "mx.test", talk);
      flow.write(text.getBytes(ISO_8859_1));
      flow.finish();
      return talk.finish();
    }
  }

  @Test
  void tellsEnvelopeAndMessage() throws IOException {
    assertEquals(Opinion.NONE, ask(TEXT, 204, ""));
    assertTrue(asked.contains("\r\n\r\n" + TEXT + "\r\n--mailstead-"), asked);
    assertTrue(asked.contains("Content-Type: message/rfc822\r\n"), asked);
    assertTrue(
        asked.contains(
            "{\"id\":\"q1\",\"server\":\"mx.test\",\"client\":\"127.0.0.1\",\"helo\":\"c\\\"test\","
                + "\"login\":\"\",\"encrypted\":true,\"sender\":\"eve@x.test\","
                + "\"recipients\":[\"ada@x.test\"]}"),
        asked);
    assertEquals("Bearer token", authorization);
  }

  @Test
  void aLargeMessageComesWhole() throws IOException {
    String large = TEXT + "x".repeat(3_000_000);
    ask(large, 204, "");
    assertTrue(asked.contains(large));
  }

  @Test
  void understandsAnswers() throws IOException {
    assertEquals(
        new Opinion(
            Opinion.Action.JUNK, "smells", 3, List.of(new Opinion.Field("X-A", "b")), List.of()),
        ask(
            TEXT,
            200,
            "{\"action\":\"junk\",\"reason\":\"smells\",\"points\":3,\"fields\":{\"X-A\":\"b\"},"
                + "\"more\":[1]}"));
    assertEquals(Opinion.Action.LATER, ask(TEXT, 200, "{\"action\":\"LATER\"}").action());
    assertEquals(Opinion.NONE, ask(TEXT, 200, "{}"));
  }

  @Test
  void anythingElseIsAFailure() {
    for (String json :
        List.of(
            "",
            "no JSON",
            "[]",
            "{\"action\":\"explode\"}",
            "{\"points\":\"3\"}",
            "{\"action\":1}",
            "[".repeat(60_000),
            " ".repeat(70_000))) {
      assertThrows(IOException.class, () -> ask(TEXT, 200, json), json);
    }
    // A redirect would show all mail to somebody whom the operator has not named.
    for (int status : new int[] {302, 404, 500}) {
      IOException why = assertThrows(IOException.class, () -> ask(TEXT, status, ""));
      assertEquals("it answers " + status, why.getMessage());
    }
  }
}
