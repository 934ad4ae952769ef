package org.mailstead.pop3;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.mailstead.words.AccountId;

/**
 * Who has a maildrop to itself (RFC 1939 section 4). Held by a session's own call stack, so it
 * cannot be left behind by one that ends in whatever way.
 */
public final class Maildrops {
  /**
   * A client that has lost its connection comes back sooner than the end of the first is noticed.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Set<AccountId> held = new HashSet<>();

  /** Gives the maildrop back. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Empty when another session has it, and keeps it for a second. */
  Optional<Hold> hold(AccountId account) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (held.contains(account)) {
        if (left <= 0) {
          return Optional.empty();
        }
        left = freed.awaitNanos(left);
      }
      held.add(account);
      return Optional.of(() -> release(account));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void release(AccountId account) {
    lock.lock();
    try {
      held.remove(account);
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
