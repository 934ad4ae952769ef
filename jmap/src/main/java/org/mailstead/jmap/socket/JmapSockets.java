package org.mailstead.jmap.socket;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.mailstead.http.Answer;
import org.mailstead.http.SocketHandler;
import org.mailstead.http.SocketTerms;
import org.mailstead.http.WebSocket;
import org.mailstead.jmap.core.Admission;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapRequest;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.Turns;
import org.mailstead.jmap.push.TypeStates;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** Takes clients that talk JMAP over a WebSocket (RFC 8887). */
public final class JmapSockets {
  public static final String CAPABILITY = "urn:ietf:params:jmap:websocket";

  /** Of one account. */
  public static final int MOST = 100;

  private final Post post;
  private final TypeStates states;
  private final Turns turns;
  private final BiFunction<JmapRequest, Caller, ObjectNode> processor;
  private final SocketTerms terms;
  private final Map<AccountId, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param turns how many requests of an account are done at once, by whatever way they came
   * @param processor answers a request
   * @param ping after how long a silence a client is asked whether it is there
   */
  public JmapSockets(
      Post post,
      Turns turns,
      BiFunction<JmapRequest, Caller, ObjectNode> processor,
      Duration ping) {
    this.post = post;
    this.states = new TypeStates(post);
    this.turns = turns;
    this.processor = processor;
    this.terms = new SocketTerms("jmap", ServerLimits.MAX_SIZE_REQUEST, ping);
  }

  /**
   * @throws RequestError limit
   */
  public Answer answer(Caller caller, Admission admission) {
    if (open.getOrDefault(caller.account(), 0) >= MOST) {
      throw RequestError.limit("maxConcurrentRequests", "at most " + MOST + " sockets");
    }
    return Answer.upgrade(terms, socket -> begin(socket, caller, admission));
  }

  private SocketHandler begin(WebSocket socket, Caller caller, Admission admission) {
    int now = open.merge(caller.account(), 1, Integer::sum);
    if (now > MOST) {
      socket.close(WebSocket.POLICY, "at most " + MOST + " sockets");
    }
    var work = new JmapSocket.Work(post, states, turns, processor);
    return new JmapSocket(socket, caller, admission, work, () -> gone(caller.account()));
  }

  private void gone(AccountId account) {
    open.computeIfPresent(account, (_, now) -> now == 1 ? null : now - 1);
  }
}
