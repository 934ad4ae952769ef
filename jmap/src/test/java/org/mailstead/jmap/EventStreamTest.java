package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.http.Answer;
import org.mailstead.http.Problems;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebRequest;
import org.mailstead.http.WebServer;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.jmap.push.EventStreams;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that wait to hear of changes (RFC 8620 section 7.3). */
class EventStreamTest {
  private static final String MAIL = "From: amy@far.test\n\nHi\n";

  private final JmapWorld world = new JmapWorld();
  private EventStreams streams = new EventStreams(world.post, Duration.ofSeconds(60));
  private final WebServer server =
      new WebServer(
          WebConfig.plain("127.0.0.1", 0),
          new Routes().on("GET", "/events", Routes.Origin.ANY, this::answer));
  private int port;

  /** What is done when somebody is shut out. */
  private final Set<Runnable> out = ConcurrentHashMap.newKeySet();

  private Answer answer(WebRequest request) {
    try {
      return streams.answer(
          request,
          world.caller(world.ada),
          gone -> {
            out.add(gone);
            return () -> out.remove(gone);
          });
    } catch (RequestError e) {
      return Answer.of(e.status(), "application/json", e.json().toString().getBytes(UTF_8));
    } catch (Refused e) {
      return Problems.answer(e.problem());
    }
  }

  @BeforeEach
  void start() throws IOException {
    port = server.start();
  }

  @AfterEach
  void stop() {
    streams.close();
    server.close();
    world.close();
  }

  /** A client of one stream. */
  private final class Client implements AutoCloseable {
    final Socket socket;
    final BufferedReader in;
    final String status;

    Client(String query) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      String head = "GET /events?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      status = in.readLine().substring(9, 12); // behind HTTP/1.1
      if (status.equals("200")) {
        assertEquals("", event(": here").substring(6));
      }
    }

    /** The line after others that begins so. */
    private String event(String begin) throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(begin)) {
          return line;
        }
      }
      throw new AssertionError("it has ended");
    }

    JsonNode state() throws IOException {
      event("event: state");
      String data = event("data: ").substring(6);
      return JsonMapper.builder().build().readTree(data);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void changesAreToldAndTheTypesThatWereAskedForAlone() throws Exception {
    try (var all = new Client("types=*&closeafter=no&ping=0");
        var some = new Client("types=Mailbox,Thread&closeafter=no&ping=0")) {
      world.append(MAIL);
      String account = new JmapScript(world).get("ada");
      JsonNode told = all.state();
      assertEquals("StateChange", told.path("@type").asString());
      assertEquals(
          Set.of("Email", "EmailDelivery", "Thread", "Mailbox", "Quota"),
          Set.copyOf(told.path("changed").path(account).propertyNames()));
      assertEquals(
          Set.of("Thread", "Mailbox"),
          Set.copyOf(some.state().path("changed").path(account).propertyNames()));
    }
  }

  @Test
  void itEndsAfterTheFirstChangeWhereThatIsWanted() throws Exception {
    try (var client = new Client("types=*&closeafter=state&ping=0")) {
      world.append(MAIL);
      client.state();
      assertEquals("", client.in.readLine(), "of the event");
      assertEquals("", client.in.readLine(), "of the chunk");
      assertEquals("0", client.in.readLine(), "the last chunk");
    }
  }

  @Test
  void itEndsAtOnceForWhoeverIsShutOut() throws Exception {
    try (var client = new Client("types=*&ping=0")) {
      out.forEach(Runnable::run);
      assertEquals("0", client.event("0"), "the last chunk");
    }
    for (int i = 0; i < 100 && !out.isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertEquals(Set.of(), out, "who has gone is not held");
  }

  @Test
  void itEndsInTimeSoThatWhoeverHearsSignsInAnew() throws Exception {
    streams.close();
    streams = new EventStreams(world.post, Duration.ofMillis(200));
    try (var client = new Client("types=*&ping=0")) {
      assertEquals("0", client.event("0"), "the last chunk");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"closeafter=never", "ping=-1", "ping=soon", "ping=99999999999"})
  void whatIsNotUnderstoodIsRefused(String query) throws Exception {
    try (var client = new Client(query)) {
      assertEquals("400", client.status);
    }
  }

  /** Each change is looked at for all of them: one account has not any number. */
  @Test
  void oneAccountHasNoMoreThanSoMany() throws Exception {
    List<Client> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        clients.add(new Client("types=*"));
        assertEquals("200", clients.getLast().status);
      }
      try (var more = new Client("types=*")) {
        assertEquals("429", more.status);
      }
      clients.removeLast().close();
      assertTrue(again(), "the place of one that has gone is free");
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }

  private boolean again() throws Exception {
    for (int i = 0; i < 40; i++) {
      world.append(MAIL); // whoever has gone is seen to have when he is told something
      try (var client = new Client("types=*")) {
        if (client.status.equals("200")) {
          return true;
        }
      }
      Thread.sleep(100);
    }
    return false;
  }
}
