package org.mailstead.wire;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends what has waited too long: one thread looks at the deadlines of all connections in turn. So a
 * waiting connection costs three numbers, not a timer, and a blocked write can be ended as well as
 * a read. A deadline is met at most one interval late.
 */
final class Watchdog implements AutoCloseable {
  private final Set<Connection> watched = ConcurrentHashMap.newKeySet();
  private final Duration interval;
  private final Thread thread;

  Watchdog(Duration interval) {
    this.interval = interval;
    thread = Thread.ofPlatform().daemon().name("wire-watchdog").start(this::run);
  }

  void watch(Connection connection) {
    watched.add(connection);
  }

  void forget(Connection connection) {
    watched.remove(connection);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(interval);
        for (Connection connection : watched) {
          connection.checkDeadlines();
        }
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
