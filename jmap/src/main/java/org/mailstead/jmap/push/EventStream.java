package org.mailstead.jmap.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailstead.http.EventSink;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Post;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;

/** One client that waits to hear of changes by an event stream (RFC 8620 section 7.3). */
final class EventStream {
  private final Post post;
  private final TypeStates states;
  private final Caller caller;
  private final Wanted wanted;
  private final EventSink sink;
  private final Map<AccountId, Map<String, String>> told = new LinkedHashMap<>();
  private final List<Watchers.Watch> watches = new ArrayList<>();

  /** Looks that are asked for and not begun; there is at most one at a time. */
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * What the client wants.
   *
   * @param types empty for all
   * @param closesAfter whether it goes after the first change
   * @param ping how often it wants to hear that nothing is wrong; zero for never
   */
  record Wanted(Set<String> types, boolean closesAfter, Duration ping) {
    Wanted {
      types = Set.copyOf(types);
    }

    boolean has(String type) {
      return types.isEmpty() || types.contains(type);
    }
  }

  EventStream(Post post, TypeStates states, Caller caller, Wanted wanted, EventSink sink) {
    this.post = post;
    this.states = states;
    this.caller = caller;
    this.wanted = wanted;
    this.sink = sink;
  }

  /**
   * @param gone done when it is over
   */
  void begin(
      List<AccountId> accounts, ScheduledExecutorService clock, Duration life, Runnable gone) {
    for (AccountId account : accounts) {
      watches.add(post.watch(account, _ -> look()));
      told.put(account, states.of(caller, account));
    }
    sink.send(": here\n\n"); // the headers leave with it, and the client knows that it is heard
    List<ScheduledFuture<?>> later = new ArrayList<>();
    later.add(clock.schedule(sink::close, life.toMillis(), TimeUnit.MILLISECONDS));
    if (!wanted.ping.isZero()) {
      long seconds = wanted.ping.toSeconds();
      String ping = "event: ping\ndata: " + JmapJson.object().put("interval", seconds) + "\n\n";
      later.add(
          clock.scheduleAtFixedRate(() -> sink.send(ping), seconds, seconds, TimeUnit.SECONDS));
    }
    sink.onClose(() -> {
      later.forEach(one -> one.cancel(false));
      watches.forEach(Watchers.Watch::close);
      gone.run();
    });
  }

  /** Does not block: the look is taken by a thread of its own. */
  private void look() {
    if (asked.getAndIncrement() == 0) {
      Thread.startVirtualThread(() -> {
        int before;
        do {
          before = asked.get();
          tell();
        } while (!asked.compareAndSet(before, 0));
      });
    }
  }

  private void tell() {
    Map<AccountId, Map<String, String>> changed = new LinkedHashMap<>();
    told.forEach((account, known) -> {
      Map<String, String> now = states.of(caller, account);
      Map<String, String> other = new LinkedHashMap<>();
      now.forEach((type, state) -> {
        if (wanted.has(type) && !state.equals(known.get(type))) {
          other.put(type, state);
        }
      });
      known.putAll(now);
      if (!other.isEmpty()) {
        changed.put(account, other);
      }
    });
    if (!changed.isEmpty()) {
      sink.send("event: state\ndata: " + TypeStates.change(changed) + "\n\n");
      if (wanted.closesAfter) {
        sink.close();
      }
    }
  }
}
