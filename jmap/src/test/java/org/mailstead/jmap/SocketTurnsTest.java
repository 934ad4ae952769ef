package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Turns;
import org.mailstead.jmap.socket.JmapSockets;
import org.mailstead.testkit.SocketClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests over sockets share the turns of their account. */
class SocketTurnsTest {
  private final JmapWorld world = new JmapWorld();
  private final Semaphore go = new Semaphore(0);
  private final Turns turns = new Turns("maxConcurrentRequests", 3);

  private ObjectNode answer() {
    go.acquireUninterruptibly();
    return JmapJson.object();
  }

  private static void ask(SocketClient client, String id) throws Exception {
    client.text("{\"@type\":\"Request\",\"id\":\"" + id + "\",\"using\":[],\"methodCalls\":[]}");
  }

  private static JsonNode read(SocketClient client) throws Exception {
    return JsonMapper.builder().build().readTree(client.message());
  }

  @Test
  void oneRequestTooManyIsRefusedAndTheOthersAreAnswered() throws Exception {
    var sockets = new JmapSockets(world.post, turns, (_, _) -> answer(), Duration.ofSeconds(60));
    var routes =
        new Routes()
            .on(
                "GET",
                "/ws",
                Routes.Origin.ANY,
                _ -> sockets.answer(world.caller(world.ada), _ -> () -> {}));
    try (var server = new WebServer(WebConfig.plain("127.0.0.1", 0), routes)) {
      int port = server.start();
      try (var one = new SocketClient(port, "/ws", "Sec-WebSocket-Protocol: jmap");
          var two = new SocketClient(port, "/ws", "Sec-WebSocket-Protocol: jmap")) {
        ask(one, "a");
        ask(one, "b");
        ask(one, "c");
        ask(one, "d");
        JsonNode refused = read(one);
        assertEquals("RequestError", refused.path("@type").asString());
        assertEquals("d", refused.path("requestId").asString());
        assertEquals("urn:ietf:params:jmap:error:limit", refused.path("type").asString());
        assertEquals("maxConcurrentRequests", refused.path("limit").asString());
        ask(two, "e");
        assertEquals("e", read(two).path("requestId").asString(), "another socket, the same");
        go.release(3);
        Set<String> done = new HashSet<>();
        for (int i = 0; i < 3; i++) {
          done.add(read(one).path("requestId").asString());
        }
        assertEquals(Set.of("a", "b", "c"), done);
      }
    } finally {
      world.close();
    }
  }
}
