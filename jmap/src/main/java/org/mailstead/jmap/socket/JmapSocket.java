package org.mailstead.jmap.socket;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.mailstead.http.SocketHandler;
import org.mailstead.http.WebSocket;
import org.mailstead.identity.signin.Stay;
import org.mailstead.jmap.core.Admission;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.JmapRequest;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.jmap.core.Turns;
import org.mailstead.jmap.push.ChangeWatch;
import org.mailstead.jmap.push.PushState;
import org.mailstead.jmap.push.TypeStates;
import org.mailstead.post.Post;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client at the other end of a WebSocket (RFC 8887 section 4.3). Its requests are done beside
 * each other, and answered as each is done. Whoever reads slowly keeps the turns of his requests
 * until he has their answers, and is refused others.
 */
final class JmapSocket implements SocketHandler {
  private static final System.Logger LOG = System.getLogger(JmapSocket.class.getName());
  private static final int MAX_ID = 255;
  private static final int MAX_TYPES = 200;

  private final WebSocket socket;
  private final Caller caller;
  private final Work work;
  private final Runnable gone;
  private final Stay stay;
  private final AtomicReference<@Nullable ChangeWatch> watch = new AtomicReference<>();
  private volatile boolean over;

  /** What a socket's work is done with. */
  record Work(
      Post post,
      TypeStates states,
      Turns turns,
      BiFunction<JmapRequest, Caller, ObjectNode> processor) {}

  JmapSocket(WebSocket socket, Caller caller, Admission admission, Work work, Runnable gone) {
    this.socket = socket;
    this.caller = caller;
    this.work = work;
    this.gone = gone;
    this.stay = admission.hold(() -> socket.close(WebSocket.POLICY, "no longer signed in"));
  }

  @Override
  public void text(String message) throws IOException {
    Optional<String> id = Optional.empty();
    try {
      JsonNode read = JmapJson.parse(message.getBytes(UTF_8));
      id = id(read);
      switch (read.path("@type").asString("")) {
        case "Request" -> begin(JmapRequest.of(read), id);
        case "WebSocketPushEnable" -> enable(read);
        case "WebSocketPushDisable" -> watch(null);
        default -> throw RequestError.notRequest("@type is to be one of RFC 8887");
      }
    } catch (RequestError e) {
      refuse(e, id);
    }
  }

  private static Optional<String> id(JsonNode read) {
    JsonNode id = read.path("id");
    if (id.isMissingNode() || id.isNull()) {
      return Optional.empty();
    }
    if (!id.isString() || id.asString().length() > MAX_ID) {
      throw RequestError.notRequest("id is to be a text of at most " + MAX_ID);
    }
    return Optional.of(id.asString());
  }

  private void begin(JmapRequest request, Optional<String> id) {
    Turns.Turn turn = work.turns.take(caller.account());
    Thread.startVirtualThread(() -> {
      try (turn) {
        answer(request, id);
      } catch (IOException e) {
        LOG.log(DEBUG, "an answer did not reach its client", e);
      } catch (RuntimeException | StackOverflowError e) {
        LOG.log(ERROR, "a request failed by a defect", e);
        socket.close(WebSocket.DEFECT, "a defect of the server");
      }
    });
  }

  private void answer(JmapRequest request, Optional<String> id) throws IOException {
    ObjectNode json = JmapJson.object().put("@type", "Response");
    id.ifPresent(one -> json.put("requestId", one));
    try {
      json.setAll(work.processor.apply(request, caller));
    } catch (RequestError e) {
      refuse(e, id);
      return;
    } catch (Refused e) {
      refuse(RequestError.limit("maxConcurrentRequests", e.problem().key()), id);
      return;
    }
    socket.send(json.toString());
  }

  private void refuse(RequestError error, Optional<String> id) throws IOException {
    ObjectNode json = JmapJson.object().put("@type", "RequestError");
    id.ifPresent(one -> json.put("requestId", one));
    socket.send(json.setAll(error.json()).toString());
  }

  private void enable(JsonNode asked) {
    JsonNode state = asked.path("pushState");
    if (!state.isMissingNode() && !state.isNull() && !state.isString()) {
      throw RequestError.notRequest("pushState is to be a text");
    }
    var made =
        new ChangeWatch(
            work.post,
            work.states,
            caller,
            types(asked.path("dataTypes")),
            this::tell,
            () -> socket.close(WebSocket.DEFECT, "changes cannot be told"));
    watch(made);
    made.begin(
        Optional.of(state).filter(JsonNode::isString).map(s -> PushState.parse(s.asString())));
    if (over) {
      made.close();
    }
  }

  private static Set<String> types(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return Set.of();
    }
    Set<String> types = new HashSet<>();
    given.forEach(type -> types.add(type.isString() ? type.asString() : ""));
    if (!given.isArray() || given.isEmpty() || types.contains("") || given.size() > MAX_TYPES) {
      throw RequestError.notRequest("dataTypes is to be an array of types, or null");
    }
    return types;
  }

  /** The one that watches from now on; the one before looks no more. */
  private void watch(@Nullable ChangeWatch next) {
    ChangeWatch before = watch.getAndSet(next);
    if (before != null) {
      before.close();
    }
  }

  private void tell(ChangeWatch.Change change) {
    try {
      socket.send(change.stateChange().put("pushState", change.pushState()).toString());
    } catch (IOException e) {
      LOG.log(DEBUG, "a change did not reach its client", e);
    }
  }

  @Override
  public void closed() {
    over = true;
    watch(null);
    stay.close();
    gone.run();
  }
}
