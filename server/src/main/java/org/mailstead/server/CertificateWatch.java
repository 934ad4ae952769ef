package org.mailstead.server;

import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Looks after the certificates of a server: files each minute, what is due each quarter of an hour.
 */
final class CertificateWatch implements Closeable {
  private static final Duration FILES = Duration.ofMinutes(1);
  private static final Duration ROUND = Duration.ofMinutes(15);

  private final OwnCertificates certificates;
  private final InstantSource clock;
  private final Thread thread;

  CertificateWatch(OwnCertificates certificates, InstantSource clock) {
    this.certificates = certificates;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("certificates").unstarted(this::run);
  }

  /** Call it when a CA can reach us. */
  void start() {
    thread.start();
  }

  private void run() {
    try {
      Instant looked = Instant.EPOCH;
      while (true) {
        Instant now = clock.instant();
        boolean due = !now.isBefore(looked.plus(ROUND)) || now.isBefore(looked);
        if (due || certificates.isChanged()) {
          looked = now;
          certificates.round();
        }
        Thread.sleep(FILES);
        certificates.reloadIfChanged();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
