package org.mailstead.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.client.Keeping;
import org.mailstead.filter.client.Reputation;
import org.mailstead.words.Refused;

/** Keeps what is learnt about clients over a restart; a crash forgets some minutes of it. */
final class ClientMemory implements Closeable {
  private static final System.Logger LOG = System.getLogger(ClientMemory.class.getName());
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final Keeping keeping;
  private final Reputation reputation;
  private final Greylist greylist;
  private Optional<Thread> thread = Optional.empty();

  ClientMemory(Keeping keeping, Reputation reputation, Greylist greylist) {
    this.keeping = keeping;
    this.reputation = reputation;
    this.greylist = greylist;
  }

  void start() {
    reputation.load(keeping);
    greylist.load(keeping);
    thread = Optional.of(Thread.ofVirtual().name("client memory").start(this::run));
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        save();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void save() {
    try {
      reputation.save(keeping);
      greylist.save(keeping);
    } catch (Refused e) {
      LOG.log(WARNING, "what was learnt about clients is not kept yet", e);
    }
  }

  @Override
  public void close() {
    thread.ifPresent(Thread::interrupt);
    save();
  }
}
