package org.mailstead.jmap.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.mailstead.http.EventSink;
import org.mailstead.identity.signin.Stay;
import org.mailstead.jmap.core.Admission;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Post;

/** One client that waits to hear of changes by an event stream (RFC 8620 section 7.3). */
final class EventStream {
  private final ChangeWatch watch;
  private final Wanted wanted;
  private final EventSink sink;

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
  }

  EventStream(Post post, TypeStates states, Caller caller, Wanted wanted, EventSink sink) {
    this.watch = new ChangeWatch(post, states, caller, wanted.types, this::tell, sink::close);
    this.wanted = wanted;
    this.sink = sink;
  }

  /**
   * @param gone done when it is over
   */
  void begin(Admission admission, ScheduledExecutorService clock, Duration life, Runnable gone) {
    Stay stay = admission.hold(sink::close);
    watch.begin(Optional.empty());
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
      watch.close();
      stay.close();
      gone.run();
    });
  }

  private void tell(ChangeWatch.Change change) {
    sink.send("event: state\ndata: " + change.stateChange() + "\n\n");
    if (wanted.closesAfter) {
      sink.close();
    }
  }
}
