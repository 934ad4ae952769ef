package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.post.SharedSubscription;
import org.mailstead.testkit.SocketClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JMAP over WebSocket (RFC 8887). */
class SocketTest {
  private static final String MAIL = "From: amy@far.test\n\nHi\n";
  private static final String JMAP = "Sec-WebSocket-Protocol: jmap";
  private static final String USING =
      "\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\","
          + "\"urn:ietf:params:jmap:websocket\"]";

  private JmapWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private SocketClient open(String authorization) throws IOException {
    var client = new SocketClient(web.port, "/jmap/ws", JMAP, "Authorization: " + authorization);
    assertEquals(101, client.status(), client.answer());
    return client;
  }

  private static JsonNode read(SocketClient client) throws IOException {
    return JsonMapper.builder().build().readTree(client.message());
  }

  private static String echo(String id, String what) {
    return "{\"@type\":\"Request\",%s%s,\"methodCalls\":[[\"Core/echo\",{\"is\":\"%s\"},\"c\"]]}"
        .formatted(id.isEmpty() ? "" : "\"id\":\"" + id + "\",", USING, what);
  }

  @Test
  void theSessionObjectTellsWhereItIs() throws Exception {
    JsonNode session = JmapWeb.json(web.get("/jmap/session", "Authorization", web.ada));
    JsonNode told = session.path("capabilities").path("urn:ietf:params:jmap:websocket");
    assertEquals("ws://localhost:" + web.port + "/jmap/ws", told.path("url").asString());
    assertTrue(told.path("supportsPush").asBoolean());
  }

  @Test
  void requestsAreAnsweredWithTheirIds() throws Exception {
    try (var client = open(web.ada)) {
      client.text(echo("R1", "one"));
      JsonNode answer = read(client);
      assertEquals("Response", answer.path("@type").asString());
      assertEquals("R1", answer.path("requestId").asString());
      assertEquals("one", answer.at("/methodResponses/0/1/is").asString());
      JsonNode session = JmapWeb.json(web.get("/jmap/session", "Authorization", web.ada));
      assertEquals(session.path("state"), answer.path("sessionState"));
      client.text(echo("", "two"));
      assertFalse(read(client).has("requestId"), "none was given");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        client.text(echo("r" + i, "x"));
      }
      for (int i = 0; i < 8; i++) {
        ids.add(read(client).path("requestId").asString());
      }
      assertEquals(Set.of("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"), Set.copyOf(ids));
    }
  }

  @Test
  void whatIsWrongIsARequestError() throws Exception {
    String large = "[\"Core/echo\",{},\"c\"],".repeat(65);
    String many = "\"methodCalls\":[" + large.substring(0, large.length() - 1) + "]";
    String[][] cases = {
      {"no json", "notJSON", ""},
      {"{\"a\":1,\"a\":2}", "notJSON", ""},
      {"[]", "notRequest", ""},
      {"{\"@type\":\"Request\",\"id\":\"r\"}", "notRequest", "r"},
      {"{\"@type\":\"Other\",\"id\":\"r\"}", "notRequest", "r"},
      {"{\"id\":\"r\"," + USING + ",\"methodCalls\":[]}", "notRequest", "r"},
      {"{\"@type\":\"Request\",\"id\":5}", "notRequest", ""},
      {"{\"@type\":\"Request\",\"id\":\"" + "r".repeat(256) + "\"}", "notRequest", ""},
      {
        "{\"@type\":\"Request\",\"id\":\"r\",\"using\":[\"urn:x\"],\"methodCalls\":[]}",
        "unknownCapability",
        "r"
      },
      {"{\"@type\":\"Request\",\"id\":\"r\"," + USING + "," + many + "}", "limit", "r"},
      {"{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":\"Email\"}", "notRequest", ""},
      {"{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":[7]}", "notRequest", ""},
      {"{\"@type\":\"WebSocketPushEnable\",\"pushState\":7}", "notRequest", ""},
      {"[".repeat(1_000_000), "notJSON", ""},
    };
    try (var client = open(web.ada)) {
      for (String[] one : cases) {
        client.text(one[0]);
        JsonNode error = read(client);
        assertEquals("RequestError", error.path("@type").asString());
        assertEquals("urn:ietf:params:jmap:error:" + one[1], error.path("type").asString());
        assertEquals(one[2], error.path("requestId").asString(""), error::toString);
        assertTrue(error.path("status").asInt() >= 400);
      }
      client.text(echo("after", "all"));
      assertEquals("after", read(client).path("requestId").asString());
    }
  }

  @Test
  void aMessageIsNoLargerThanARequest() throws Exception {
    try (var client = open(web.ada)) {
      client.text(echo("R", "x".repeat(9_000_000)));
      assertEquals("R", read(client).path("requestId").asString());
      client.frame(SocketClient.TEXT, false, new byte[10_000_000]);
      client.frame(SocketClient.CONTINUATION, true, new byte[1]);
      assertEquals(1009, client.closed());
    }
  }

  @Test
  void changesAreToldOnceThatIsWanted() throws Exception {
    try (var all = open(web.ada);
        var some = open(web.ada);
        var none = open(web.ada)) {
      all.text("{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":null}");
      some.text("{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":[\"Thread\",\"Unknown\"]}");
      none.text("{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":null}");
      none.text("{\"@type\":\"WebSocketPushDisable\"}");
      for (SocketClient client : List.of(all, some, none)) {
        client.text(echo("ready", ""));
        read(client);
      }
      web.world.append(MAIL);
      JsonNode told = read(all);
      assertEquals("StateChange", told.path("@type").asString());
      assertTrue(told.path("pushState").isString());
      assertEquals(
          Set.of("Email", "EmailDelivery", "Thread", "Mailbox", "Quota"),
          Set.copyOf(told.path("changed").path(web.own()).propertyNames()));
      assertEquals(
          Set.of("Thread"), Set.copyOf(read(some).path("changed").path(web.own()).propertyNames()));
      none.text(echo("last", ""));
      assertEquals("last", read(none).path("requestId").asString(), "nothing came before");
    }
  }

  @Test
  void whoComesAgainIsToldWhatHasChangedMeanwhile() throws Exception {
    String state;
    try (var client = open(web.ada)) {
      client.text("{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":null}");
      client.text(echo("ready", ""));
      read(client);
      web.world.append(MAIL);
      state = read(client).path("pushState").asString();
    }
    String again = "{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":null,\"pushState\":\"%s\"}";
    try (var client = open(web.ada)) {
      client.text(again.formatted(state));
      client.text(echo("nothing", ""));
      assertEquals("nothing", read(client).path("requestId").asString(), "all is as it was");
    }
    web.world.append(MAIL);
    try (var client = open(web.ada)) {
      client.text(again.formatted(state));
      JsonNode told = read(client).path("changed").path(web.own());
      assertTrue(told.has("Email") && told.has("Thread"), told::toString);
      assertFalse(told.has("Identity") || told.has("VacationResponse"), told::toString);
    }
    for (String made : List.of("", "x", "~~..~", "A".repeat(200_000), web.own() + "~zz")) {
      try (var client = open(web.ada)) {
        client.text(again.formatted(made));
        JsonNode told = read(client).path("changed").path(web.own());
        assertTrue(told.has("Email") && told.has("Identity"), "what is not known is told");
      }
    }
  }

  @Test
  void whatOthersShareIsToldToo() throws Exception {
    web.world.share(web.world.bob, web.world.inbox(), Right.LOOKUP, Right.READ);
    var wanted = new SharedSubscription(web.world.ada.id(), web.world.inbox(), "INBOX");
    web.world.post.sharing().subscribe(web.world.bob.id(), wanted);
    try (var client = open(web.bob)) {
      client.text("{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":[\"Email\"]}");
      client.text(echo("ready", ""));
      read(client);
      web.world.append(MAIL);
      JsonNode changed = read(client).path("changed");
      assertTrue(changed.path(ObjectIds.account(web.world.ada.id())).has("Email"));
    }
  }

  @Test
  void nobodyGetsOneWithoutAProof() throws Exception {
    for (String[] headers :
        new String[][] {
          {JMAP},
          {JMAP, "Authorization: Basic bm9ib2R5Ong="},
          {JMAP, "Authorization: Bearer x"},
          {JMAP, "Cookie: other=x"}
        }) {
      try (var client = new SocketClient(web.port, "/jmap/ws", headers)) {
        assertEquals(401, client.status(), client.answer());
      }
    }
  }

  /** Pages of all sites may open sockets, and browsers send their cookies with it. */
  @Test
  void aCookieCountsFromOurOwnPagesAlone() throws Exception {
    String own = "Origin: http://localhost:" + web.port;
    try (var client = new SocketClient(web.port, "/jmap/ws", JMAP, "Cookie: session=x", own)) {
      assertEquals(101, client.status());
      client.text(echo("R", "x"));
      assertEquals("R", read(client).path("requestId").asString());
    }
    for (String[] headers :
        new String[][] {
          {},
          {"Origin: https://evil.example"},
          {"Origin: null"},
          {"Origin: http://localhost"},
          {"Origin: https://localhost:" + web.port},
          {own, "Sec-Fetch-Site: cross-site"},
          {own + ".evil.example"},
        }) {
      List<String> all = new ArrayList<>(List.of(JMAP, "Cookie: session=x"));
      all.addAll(List.of(headers));
      try (var client = new SocketClient(web.port, "/jmap/ws", all.toArray(String[]::new))) {
        assertEquals(403, client.status(), all::toString);
      }
    }
  }

  @Test
  void itEndsWhenTheAppPasswordIsTakenAway() throws Exception {
    try (var client = open(web.ada);
        var other = open(web.bob)) {
      client.text(echo("R", "x"));
      read(client);
      web.revoke(web.world.ada);
      assertEquals(1008, client.closed());
      other.text(echo("still", "x"));
      assertEquals("still", read(other).path("requestId").asString());
    }
    try (var client = new SocketClient(web.port, "/jmap/ws", JMAP, "Authorization: " + web.ada)) {
      assertEquals(401, client.status());
    }
  }

  @Test
  void itEndsWhenTheBrowsersSessionIsTakenAway() throws Exception {
    String own = "Origin: http://localhost:" + web.port;
    try (var client = new SocketClient(web.port, "/jmap/ws", JMAP, "Cookie: session=x", own)) {
      assertEquals(101, client.status());
      web.sessionOpen = false;
      assertEquals(1008, client.closed());
    }
  }

  @Test
  void aTokenOpensOneWhileItCounts() throws Exception {
    String token = web.bearer(web.world.ada, 7, Protocol.JMAP);
    try (var client = open(token)) {
      client.text(echo("R", "x"));
      assertEquals("R", read(client).path("requestId").asString());
    }
    try (var client =
        new SocketClient(
            web.port,
            "/jmap/ws",
            JMAP,
            "Authorization: " + web.bearer(web.world.ada, 8, Protocol.IMAP))) {
      assertNotEquals(101, client.status());
    }
  }

  @Test
  void whoMayOnlyReadChangesNothing() throws Exception {
    var terms =
        new AppPassword.Terms(AppPassword.Terms.ALL_PROTOCOLS, true, Optional.empty(), List.of());
    try (var client = open(web.basic(web.world.ada, terms))) {
      client.text(
          "{\"@type\":\"Request\","
              + USING
              + ",\"methodCalls\":[[\"Email/set\",{\"accountId\":\""
              + web.own()
              + "\"},\"c\"]]}");
      assertEquals("accountReadOnly", read(client).at("/methodResponses/0/1/type").asString());
    }
  }

  @Test
  void oneAccountHasNoMoreThanSoMany() throws Exception {
    List<SocketClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        clients.add(open(web.ada));
      }
      try (var more = new SocketClient(web.port, "/jmap/ws", JMAP, "Authorization: " + web.ada)) {
        assertEquals(429, more.status());
      }
      open(web.bob).close();
      clients.removeLast().close();
      int status = 429;
      for (int i = 0; i < 100 && status == 429; i++) {
        Thread.sleep(50);
        try (var again =
            new SocketClient(web.port, "/jmap/ws", JMAP, "Authorization: " + web.ada)) {
          status = again.status();
        }
      }
      assertEquals(101, status, "the place of one that has gone is free");
    } finally {
      for (SocketClient client : clients) {
        client.close();
      }
    }
  }

  /** The client of the JDK, which nobody here wrote. */
  @Test
  void anotherClientTalksToIt() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var listener =
        new WebSocket.Listener() {
          private final StringBuilder parts = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
              heard.add(parts.toString());
              parts.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, part, last);
          }
        };
    WebSocket socket =
        web.client
            .newWebSocketBuilder()
            .subprotocols("jmap")
            .header("Authorization", web.ada)
            .buildAsync(URI.create("ws://localhost:" + web.port + "/jmap/ws"), listener)
            .get(20, TimeUnit.SECONDS);
    assertEquals("jmap", socket.getSubprotocol());
    socket.sendText(echo("R", "y".repeat(300_000)), true).get(20, TimeUnit.SECONDS);
    String answer = heard.poll(20, TimeUnit.SECONDS);
    assertTrue(answer != null && answer.contains("\"requestId\":\"R\""));
    assertTrue(answer.getBytes(UTF_8).length > 300_000);
    socket.sendClose(1000, "").get(20, TimeUnit.SECONDS);
  }
}
