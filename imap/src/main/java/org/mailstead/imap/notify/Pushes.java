package org.mailstead.imap.notify;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.mailstead.imap.state.Client;
import org.mailstead.store.Watchers;
import org.mailstead.words.Refused;

/**
 * Tells a client of changes while no command of its is under way. A change starts a short-lived
 * thread, so that a waiting connection costs none.
 */
public final class Pushes implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Pushes.class.getName());

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Client client;
  private final Telling telling;
  // Held while something is written, so that the responses of two threads do not mix.
  private final ReentrantLock writing;
  private final AtomicBoolean awake = new AtomicBoolean();
  private List<Watchers.Watch> watches = List.of();
  private boolean over;

  /** Writes what changed. */
  @FunctionalInterface
  public interface Telling {
    void tell() throws IOException;
  }

  public Pushes(Client client, ReentrantLock writing, Telling telling) {
    this.client = client;
    this.writing = writing;
    this.telling = telling;
  }

  /** Tells what changed up to now, and from now on. */
  public void start() throws IOException {
    try {
      tell(telling);
    } catch (Refused e) {
      again(e);
    }
  }

  private void changed() {
    if (awake.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::push);
    }
  }

  private void push() {
    try {
      tell(telling);
    } catch (IOException e) {
      // The session's own thread meets the same trouble, and answers it.
      LOG.log(DEBUG, "a push failed: {0}", e.getMessage());
    } catch (Refused e) {
      again(e);
    } catch (RuntimeException e) {
      LOG.log(ERROR, "a push failed", e);
    }
  }

  /** What could not be read is told later: no other change need come. */
  private void again(Refused e) {
    LOG.log(DEBUG, "a push failed: {0}", e.problem());
    Thread.startVirtualThread(() -> {
      try {
        Thread.sleep(PAUSE);
        changed();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void tell(Telling what) throws IOException {
    writing.lock();
    try {
      awake.set(false);
      if (!over) {
        watch();
        what.tell();
        client.out().wire().flush();
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * Watched first, read then: a change between the two is told, not lost. Each time anew, since who
   * shares with the client may have changed.
   */
  private void watch() {
    List<Watchers.Watch> before = watches;
    watches = client.watch(_ -> changed());
    before.forEach(Watchers.Watch::close);
  }

  /** Says something, unless something is being said at this moment: that will do. */
  void say(String untagged) {
    if (!writing.tryLock()) {
      return;
    }
    try {
      if (!over) {
        client.out().untagged(untagged);
        client.out().wire().flush();
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "a client was not there any more: {0}", e.getMessage());
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      over = true;
      watches.forEach(Watchers.Watch::close);
      watches = List.of();
    } finally {
      writing.unlock();
    }
  }
}
