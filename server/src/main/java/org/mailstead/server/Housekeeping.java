package org.mailstead.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.mailstead.identity.Account;
import org.mailstead.store.Blobs;
import org.mailstead.words.Refused;

/**
 * Once an hour: what was removed longer ago than the retention time goes for good, and the room of
 * blobs that nobody holds is given back. May be ended anywhere; the next round goes on.
 */
final class Housekeeping implements Closeable {
  private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final Duration EVERY = Duration.ofHours(1);

  private final Core core;
  private final Thread thread;

  Housekeeping(Core core) {
    this.core = core;
    this.thread = Thread.ofVirtual().name("housekeeping").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        round(core.clock().instant());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Instant now) {
    try {
      long purged = 0;
      for (Account account : core.directory().accounts()) {
        purged += core.post().retention().purge(account.id(), now);
      }
      Blobs.Swept swept = core.blobs().sweep(core.post().retention(), now);
      LOG.log(
          INFO,
          "housekeeping: messages purged={0} blobs removed={1} octets given back={2}",
          purged,
          swept.blobs(),
          swept.octets());
    } catch (IOException | Refused e) {
      LOG.log(WARNING, "housekeeping did not end well; the next round goes on", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
