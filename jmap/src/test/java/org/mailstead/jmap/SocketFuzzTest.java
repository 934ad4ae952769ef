package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mailstead.http.Answer;
import org.mailstead.http.SocketHandler;
import org.mailstead.http.WebSocket;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Turns;
import org.mailstead.jmap.socket.JmapSockets;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is sent over a socket is answered, or asks for no answer; nothing else happens. */
class SocketFuzzTest {
  private static final JmapWorld WORLD = new JmapWorld();
  private static final List<String> FORMS =
      List.of(
          "%s",
          "{\"@type\":\"Request\",\"using\":[],\"methodCalls\":[],\"id\":%s}",
          "{\"@type\":\"Request\",%s}",
          "{\"@type\":\"WebSocketPushEnable\",\"dataTypes\":%s}",
          "{\"@type\":\"WebSocketPushEnable\",\"pushState\":\"%s\"}",
          "{\"@type\":\"WebSocketPushDisable\",%s}",
          "{\"@type\":%s}");

  @FuzzTest(maxDuration = "65s")
  void messages(FuzzedDataProvider data) throws Exception {
    var sockets =
        new JmapSockets(
            WORLD.post,
            new Turns("maxConcurrentRequests", 10),
            (_, _) -> JmapJson.object(),
            Duration.ofHours(1));
    List<String> sent = new CopyOnWriteArrayList<>();
    List<Integer> codes = new ArrayList<>();
    var socket =
        new WebSocket() {
          @Override
          public void send(String message) {
            sent.add(message);
          }

          @Override
          public void close(int code, String reason) {
            codes.add(code);
          }
        };
    Answer answer = sockets.answer(WORLD.caller(WORLD.ada), _ -> () -> {});
    SocketHandler handler = ((Answer.Upgrade) answer.stream().orElseThrow()).begin().apply(socket);
    handler.text(data.pickValue(FORMS).formatted(data.consumeRemainingAsString()));
    handler.closed();
    assertEquals(List.of(), codes);
    for (String message : sent) {
      String type = JsonMapper.builder().build().readTree(message).path("@type").asString();
      assertTrue(List.of("Response", "RequestError", "StateChange").contains(type), message);
    }
  }
}
