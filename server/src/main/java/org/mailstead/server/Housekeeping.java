package org.mailstead.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.store.Blobs;
import org.mailstead.store.Partition;
import org.mailstead.words.Refused;

/**
 * Once an hour: what was removed longer ago than the retention time goes for good, and the room of
 * blobs that nobody holds is given back. Once a day: logs are trimmed to their horizon. May be
 * ended anywhere; the next round goes on.
 */
final class Housekeeping implements Closeable {
  private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration AUDIT_KEPT = Duration.ofDays(400);
  private static final Duration TRIM_EVERY = Duration.ofDays(1);

  private final Core core;
  private Optional<Thread> thread = Optional.empty();
  private Instant trimmed = Instant.EPOCH;

  /** Does nothing by itself before it is started. */
  Housekeeping(Core core) {
    this.core = core;
  }

  void start() {
    thread = Optional.of(Thread.ofVirtual().name("housekeeping").start(this::run));
  }

  private void run() {
    try {
      finishShares();
      while (true) {
        Thread.sleep(EVERY);
        round(core.clock().instant());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a crash left between two accounts. */
  private void finishShares() {
    try {
      core.post().sharing().finishAll();
    } catch (Refused e) {
      LOG.log(WARNING, "what is shared is not all shown yet; sign-ins go on with it", e);
    }
  }

  void round(Instant now) {
    try {
      trimLogs(now);
      long purged = 0;
      for (Account account : core.directory().accounts()) {
        purged += core.post().retention().purge(account.id(), now);
      }
      core.audit().forget(now.minus(AUDIT_KEPT));
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

  private void trimLogs(Instant now) {
    if (now.isBefore(trimmed.plus(TRIM_EVERY))) {
      return;
    }
    long logs = 0;
    for (Partition.Kind kind : Partition.Kind.values()) {
      logs +=
          switch (kind) {
            case SETTINGS, DIRECTORY, PERSON, ACCOUNT, AUDIT -> core.trimming().all(kind, now);
            case QUEUE -> 0; // the queue's tidying
            case BLOBS -> 0; // the sweep below
          };
    }
    trimmed = now;
    LOG.log(INFO, "housekeeping: logs trimmed={0}", logs);
  }

  @Override
  public void close() {
    thread.ifPresent(Thread::interrupt);
  }
}
