package org.mailstead.jmap.push;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.mailstead.jmap.core.Caller;
import org.mailstead.post.Post;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches what a client may see for changes. It looks in a thread of its own, once at a time: what
 * happens while a client is told is told with the next look, however much it is.
 */
public final class ChangeWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChangeWatch.class.getName());

  private final Post post;
  private final TypeStates states;
  private final Caller caller;
  private final Set<String> types;
  private final Consumer<Change> tell;
  private final Runnable broken;
  private final Map<AccountId, Map<String, String>> told = new LinkedHashMap<>();
  private final List<Watchers.Watch> watches = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Looks that are asked for and not begun; there is at most one at a time. */
  private final AtomicInteger asked = new AtomicInteger();

  /**
   * What is to be told.
   *
   * @param pushState what the client then knows
   */
  public record Change(ObjectNode stateChange, String pushState) {}

  /**
   * @param types empty for all
   * @param broken done when it cannot be found out what has changed
   */
  public ChangeWatch(
      Post post,
      TypeStates states,
      Caller caller,
      Set<String> types,
      Consumer<Change> tell,
      Runnable broken) {
    this.post = post;
    this.states = states;
    this.caller = caller;
    this.types = Set.copyOf(types);
    this.tell = tell;
    this.broken = broken;
  }

  /**
   * @param known what the client knows; what is otherwise by now is told at once
   */
  public void begin(Optional<PushState> known) {
    asked.set(1); // nobody looks before all is known
    List<AccountId> accounts = new ArrayList<>(List.of(caller.account()));
    accounts.addAll(post.sharing().shown(caller.account()));
    for (AccountId account : accounts) {
      watches.add(post.watch(account, _ -> look()));
      told.put(account, states.of(caller, account));
    }
    known.ifPresent(this::tellSince);
    if (!asked.compareAndSet(1, 0)) {
      Thread.startVirtualThread(this::looks);
    }
  }

  private void tellSince(PushState known) {
    Map<AccountId, Map<String, String>> changed = new LinkedHashMap<>();
    told.forEach((account, now) -> put(changed, account, known.changed(account, now)));
    tell(changed);
  }

  private void look() {
    if (asked.getAndIncrement() == 0) {
      Thread.startVirtualThread(this::looks);
    }
  }

  private void looks() {
    try {
      int before;
      do {
        before = asked.get();
        tellChanged();
      } while (!asked.compareAndSet(before, 0));
    } catch (RuntimeException e) {
      // It looks no more: the client is to come again rather than to wait for nothing.
      LOG.log(WARNING, "changes cannot be looked for", e);
      broken.run();
    }
  }

  private void tellChanged() {
    Map<AccountId, Map<String, String>> changed = new LinkedHashMap<>();
    told.forEach((account, known) -> {
      Map<String, String> now = states.of(caller, account);
      Map<String, String> other = new LinkedHashMap<>(now);
      other.entrySet().removeAll(known.entrySet());
      known.putAll(now);
      put(changed, account, other);
    });
    tell(changed);
  }

  private void put(
      Map<AccountId, Map<String, String>> changed, AccountId account, Map<String, String> other) {
    if (!types.isEmpty()) {
      other.keySet().retainAll(types);
    }
    if (!other.isEmpty()) {
      changed.put(account, other);
    }
  }

  private void tell(Map<AccountId, Map<String, String>> changed) {
    if (!changed.isEmpty() && !closed) {
      tell.accept(new Change(TypeStates.change(changed), PushState.of(told)));
    }
  }

  @Override
  public void close() {
    closed = true;
    watches.forEach(Watchers.Watch::close);
  }
}
