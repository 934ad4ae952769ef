package org.mailstead.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Requests of many threads for one that serves them in groups: whatever came while it was busy with
 * one flush goes together into the next. Full means that callers wait.
 */
final class GroupQueue<T> {
  private static final int CAPACITY = 1024;
  private static final int MAX_GROUP = 256;
  private static final long MAX_GROUP_BYTES = 8 << 20;

  private final ToLongFunction<T> size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Deque<T> waiting = new ArrayDeque<>();
  private boolean closed;

  GroupQueue(ToLongFunction<T> size) {
    this.size = size;
  }

  /** False when the queue is closed: then nobody will serve the request. */
  boolean put(T request) {
    return put(request, true);
  }

  /** The same by one who serves the queue next, so that it neither waits nor wakes anybody. */
  boolean putQuietly(T request) {
    return put(request, false);
  }

  private boolean put(T request, boolean others) {
    lock.lock();
    try {
      while (others && waiting.size() >= CAPACITY && !closed) {
        notFull.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      waiting.add(request);
      if (others) {
        notEmpty.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for requests and takes a group of them: at least one, at most 256 or 8 MiB. Empty once
   * the queue is closed and nothing is left, or when the time is over.
   */
  List<T> take(long nanos) {
    await(nanos);
    return poll();
  }

  /** Waits until there is a request, or the queue is closed, or the time is over. */
  void await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        left = notEmpty.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the serving thread", e);
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the serving thread when something waits. */
  void wake() {
    lock.lock();
    try {
      if (!waiting.isEmpty()) {
        notEmpty.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a group of what is there, without waiting. */
  List<T> poll() {
    lock.lock();
    try {
      List<T> group = new ArrayList<>();
      long bytes = 0;
      while (!waiting.isEmpty() && group.size() < MAX_GROUP) {
        bytes += size.applyAsLong(waiting.element());
        if (bytes > MAX_GROUP_BYTES && !group.isEmpty()) {
          break;
        }
        group.add(waiting.remove());
      }
      notFull.signalAll();
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing new, and waits until the serving thread has done what is waiting, and ended. */
  void close(Thread serving) {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (serving.isAlive()) {
      try {
        serving.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for an answer, and throws what it failed with. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : e;
    }
  }

  /** Whether it is closed and everything was taken. */
  boolean isDone() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
