package org.mailstead.imap;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mailstead.store.Watchers;
import org.mailstead.words.Refused;

/**
 * IDLE (RFC 2177): tells of changes while the session's own thread waits for DONE. A change starts
 * a short-lived thread, so that an idle connection costs only the one that waits.
 */
final class Idle implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Idle.class.getName());

  private final Client client;
  private final Telling telling;
  // Held while something is written, so that the responses of two threads do not mix.
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final List<Watchers.Watch> watches = new ArrayList<>();
  private KeepAlive.@Nullable Waiting waiting;
  private boolean over;

  /** Writes what changed. */
  @FunctionalInterface
  interface Telling {
    void tell(boolean expunges) throws IOException;
  }

  Idle(Client client, Telling telling) {
    this.client = client;
    this.telling = telling;
  }

  /** Tells what changed up to now, and from now on. */
  void start() throws IOException {
    // Watched first, read then: a change between the two is told, not lost.
    watches.addAll(client.watch(_ -> changed()));
    waiting = client.house().keepAlive().add(() -> Thread.startVirtualThread(this::stillHere));
    tell();
  }

  /** Says so, unless something is being said at this moment: that will do. */
  private void stillHere() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (!over) {
        client.out().untagged("OK still here");
        client.out().wire().flush();
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "a client was not there any more: {0}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private void changed() {
    if (awake.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::push);
    }
  }

  private void push() {
    try {
      tell();
    } catch (IOException | Refused e) {
      // The session's own thread meets the same trouble, and answers it.
      LOG.log(DEBUG, "a push failed: {0}", e.getMessage());
    }
  }

  private void tell() throws IOException {
    lock.lock();
    try {
      awake.set(false);
      if (!over) {
        telling.tell(true);
        client.out().wire().flush();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    watches.forEach(Watchers.Watch::close);
    if (waiting != null) {
      waiting.close();
    }
    lock.lock();
    try {
      over = true;
    } finally {
      lock.unlock();
    }
  }
}
