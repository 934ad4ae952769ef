package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.testkit.SocketClient.BINARY;
import static org.mailstead.testkit.SocketClient.CLOSE;
import static org.mailstead.testkit.SocketClient.CONTINUATION;
import static org.mailstead.testkit.SocketClient.PING;
import static org.mailstead.testkit.SocketClient.PONG;
import static org.mailstead.testkit.SocketClient.TEXT;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.SocketClient;

/** WebSockets (RFC 6455), of clients that keep to it and of others. */
class SocketTest {
  private static final String SPEAKS = "Sec-WebSocket-Protocol: other, echo";

  private final AtomicInteger closed = new AtomicInteger();
  private final CountDownLatch sent = new CountDownLatch(1);
  private WebServer server;
  private int port;

  /** Says everything back; some words make it do something else. */
  private final class Echo implements SocketHandler {
    private final WebSocket socket;

    Echo(WebSocket socket) {
      this.socket = socket;
    }

    @Override
    public void text(String message) throws IOException {
      switch (message) {
        case "defect" -> throw new IllegalStateException("a secret of the inside");
        case "much" -> {
          try {
            socket.send("x".repeat(200_000_000));
          } finally {
            sent.countDown();
          }
        }
        case "go" -> socket.close(4000, "as you wish");
        default -> socket.send(message);
      }
    }

    @Override
    public void closed() {
      closed.incrementAndGet();
    }
  }

  @BeforeEach
  void start() throws IOException {
    var terms = new SocketTerms("echo", 100_000, Duration.ofMillis(300));
    var routes =
        new Routes()
            .get("/socket", _ -> Answer.upgrade(terms, Echo::new))
            .get("/page", _ -> Answer.text(200, "page"));
    server = new WebServer(WebConfig.plain("127.0.0.1", 0), routes);
    port = server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SocketClient open() throws IOException {
    var client = new SocketClient(port, "/socket", SPEAKS);
    assertEquals(101, client.status(), client.answer());
    return client;
  }

  private void gone() throws InterruptedException {
    for (int i = 0; i < 200 && closed.get() == 0; i++) {
      Thread.sleep(50);
    }
    assertEquals(1, closed.get(), "the room is told, once");
  }

  @Test
  void messagesGoBothWays() throws Exception {
    try (var client = open()) {
      assertTrue(client.answer().contains("Sec-WebSocket-Protocol: echo\r\n"), client.answer());
      client.text("hello \u00e4 \ud83d\udce7");
      assertEquals("hello \u00e4 \ud83d\udce7", client.message());
      client.text("");
      assertEquals("", client.message());
      String large = "\u00e4".repeat(50_000);
      client.text(large);
      assertEquals(large, client.message());
      client.frame(CLOSE, true, new byte[] {3, (byte) 0xe8});
      assertEquals(1000, client.closed());
    }
    gone();
  }

  @Test
  void noExtensionIsTaken() throws Exception {
    try (var client =
        new SocketClient(port, "/socket", SPEAKS, "Sec-WebSocket-Extensions: permessage-deflate")) {
      assertFalse(client.answer().contains("Extensions"), client.answer());
    }
  }

  @Test
  void partsMakeAMessageAndPingsMayStandBetween() throws Exception {
    try (var client = open()) {
      byte[] euro = "\u20ac".getBytes(UTF_8); // a character may be cut in two
      client.frame(TEXT, false, new byte[] {euro[0]});
      client.frame(PING, true, "there?".getBytes(UTF_8));
      SocketClient.Frame pong = client.frame();
      assertEquals(PONG, pong.code());
      assertArrayEquals("there?".getBytes(UTF_8), pong.payload());
      client.frame(CONTINUATION, false, new byte[] {euro[1]});
      client.frame(CONTINUATION, true, new byte[] {euro[2]});
      assertEquals("\u20ac", client.message());
    }
    gone();
  }

  @Test
  void whatIsNoHandshakeIsRefused() throws Exception {
    try (var client = new SocketClient(port, "/socket")) {
      assertEquals(400, client.status(), "no subprotocol");
    }
    try (var client = new SocketClient(port, "/socket", "Sec-WebSocket-Protocol: other")) {
      assertEquals(400, client.status());
    }
    try (var client = new SocketClient(port, "/page", SPEAKS)) {
      assertEquals(200, client.status(), "a page stays one");
    }
    var plain =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/socket"))
            .header("Sec-WebSocket-Protocol", "echo");
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(plain.build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(426, answer.statusCode());
      assertEquals("websocket", answer.headers().firstValue("Upgrade").orElse(""));
    }
    assertEquals(0, closed.get(), "none was opened");
  }

  @Test
  void brokenFramesEndIt() throws Exception {
    try (var client = open()) {
      client.frame(BINARY, true, new byte[10]);
      assertEquals(1003, client.closed());
    }
    try (var client = open()) {
      client.frame(TEXT, true, new byte[] {(byte) 0xff, 'x'});
      assertEquals(1007, client.closed());
    }
    try (var client = open()) {
      client.frame(CONTINUATION, true, new byte[3]);
      assertEquals(1002, client.closed());
    }
    try (var client = open()) {
      client.raw(new byte[] {(byte) 0x81, 1, 'x'}); // a client has to mask
      assertEquals(1002, client.closed());
    }
    try (var client = open()) {
      client.raw(new byte[] {(byte) 0xf3, (byte) 0x80, 0, 0, 0, 0}); // bits that are reserved
      assertEquals(1002, client.closed());
    }
    try (var client = open()) {
      client.frame(PING, true, new byte[1_000]); // larger than such a frame may be
      assertEquals(1002, client.closed());
    }
  }

  @Test
  void aMessageThatIsTooLargeEndsIt() throws Exception {
    try (var client = open()) {
      client.text("x".repeat(100_000));
      client.message();
      client.head(TEXT, true, 1L << 40);
      for (int i = 0; i < 4; i++) {
        client.raw(new byte[50_000]);
      }
      assertEquals(1009, client.closed());
    } catch (IOException e) {
      // The server has gone while this was still sending.
    }
    try (var client = open()) {
      client.frame(TEXT, false, new byte[60_000]);
      client.frame(CONTINUATION, false, new byte[60_000]);
      assertEquals(1009, client.closed());
    }
  }

  @Test
  void aDefectIsNotTold() throws Exception {
    try (var client = open()) {
      client.text("defect");
      SocketClient.Frame frame = client.frame();
      assertEquals(CLOSE, frame.code());
      String told = new String(frame.payload(), 2, frame.payload().length - 2, UTF_8);
      assertFalse(told.contains("secret"), told);
    }
    gone();
  }

  @Test
  void theRoomMayEndIt() throws Exception {
    try (var client = open()) {
      client.text("go");
      assertEquals(4000, client.closed());
    }
    gone();
  }

  /** Two silences, with a question between. */
  @Test
  void whoDoesNotAnswerPingsIsGone() throws Exception {
    try (var client = open()) {
      assertEquals(PING, client.frame().code());
      assertEquals(0, client.closed());
    }
    gone();
  }

  @Test
  void whoAnswersPingsStays() throws Exception {
    try (var client = open()) {
      for (int i = 0; i < 4; i++) {
        assertEquals(PING, client.frame().code());
        client.frame(PONG, true, new byte[0]);
      }
      client.text("here");
      assertEquals("here", client.message());
    }
  }

  @Test
  void aMessageThatNeverEndsEndsIt() throws Exception {
    try (var client = open()) {
      client.frame(TEXT, false, new byte[] {'x'});
      boolean here = true;
      for (int i = 0; i < 200 && here; i++) {
        Thread.sleep(50);
        try {
          client.frame(CONTINUATION, false, new byte[] {'x'});
          here = closed.get() == 0;
        } catch (IOException e) {
          here = false;
        }
      }
      assertEquals(1008, client.closed());
    }
    gone();
  }

  /** 200 million octets to somebody who reads none of them: not all of it is kept for him. */
  @Test
  void whoDoesNotReadHoldsNoMoreThanOneFrame() throws Exception {
    try (var client = open()) {
      client.text("much");
      assertFalse(sent.await(1, TimeUnit.SECONDS));
    }
    assertTrue(sent.await(20, TimeUnit.SECONDS), "who has gone is not waited for");
    gone();
  }

  @Test
  void aFloodOfPingsWithoutReadingIsNotHeld() throws Exception {
    try (var client = open()) {
      byte[] ping = new byte[125];
      var flooding =
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                client.frame(PING, true, ping);
              }
            } catch (IOException e) {
              // it has been sent away, or was closed
            }
          });
      Thread.sleep(1_500);
      assertTrue(flooding.isAlive() || closed.get() == 1, "it waits, or was sent away");
    }
    gone();
  }

  @Test
  void aServerThatStopsSaysSo() throws Exception {
    try (var client = open()) {
      client.text("x");
      client.message();
      var stopping = Thread.startVirtualThread(server::close);
      assertEquals(1001, client.closed());
      stopping.join(Duration.ofSeconds(20));
    }
    gone();
  }
}
