package org.mailstead.jmap.push;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.mailstead.http.Answer;
import org.mailstead.http.EventSink;
import org.mailstead.http.WebRequest;
import org.mailstead.jmap.core.Admission;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Answers clients that want to hear of changes (RFC 8620 section 7.3). */
public final class EventStreams implements AutoCloseable {
  private static final long LEAST_PING = 5;
  private static final long MOST_PING = 3_600;

  /** Of one account: each change is looked at for all of them. */
  static final int MOST = 500;

  private final Post post;
  private final TypeStates states;
  private final Duration life;
  private final Map<AccountId, Integer> open = new ConcurrentHashMap<>();
  private final Set<EventSink> sinks = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("jmap-ping").daemon().factory());

  /**
   * @param life after which a stream ends; the client comes back by itself and signs in anew
   */
  public EventStreams(Post post, Duration life) {
    this.post = post;
    this.life = life;
    clock.setRemoveOnCancelPolicy(true); // or streams that are over stay in memory until then
    this.states = new TypeStates(post);
  }

  /**
   * @throws RequestError limit
   */
  public Answer answer(WebRequest request, Caller caller, Admission admission) {
    if (open.getOrDefault(caller.account(), 0) >= MOST) {
      throw RequestError.limit("maxConcurrentRequests", "at most " + MOST + " event streams");
    }
    var wanted =
        new EventStream.Wanted(
            types(request.query("types").orElse("*")),
            closes(request.query("closeafter").orElse("no")),
            ping(request.query("ping").orElse("0")));
    return Answer.events(sink -> {
      open.merge(caller.account(), 1, Integer::sum);
      sinks.add(sink);
      new EventStream(post, states, caller, wanted, sink)
          .begin(admission, clock, life, () -> gone(caller.account(), sink));
    });
  }

  private void gone(AccountId account, EventSink sink) {
    sinks.remove(sink);
    open.computeIfPresent(account, (_, now) -> now == 1 ? null : now - 1);
  }

  private static Set<String> types(String given) {
    return given.equals("*") ? Set.of() : new LinkedHashSet<>(List.of(given.split(",", 50)));
  }

  private static boolean closes(String given) {
    return switch (given) {
      case "state" -> true;
      case "no" -> false;
      case String _ -> throw new Refused(Problem.Kind.INVALID, "request.field", "closeafter");
    };
  }

  private static Duration ping(String given) {
    Optional<Long> seconds =
        given.matches("[0-9]{1,9}") ? Optional.of(Long.parseLong(given)) : Optional.empty();
    long asked =
        seconds.orElseThrow(() -> new Refused(Problem.Kind.INVALID, "request.field", "ping"));
    return asked == 0
        ? Duration.ZERO
        : Duration.ofSeconds(Math.clamp(asked, LEAST_PING, MOST_PING));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    sinks.forEach(EventSink::close);
  }
}
