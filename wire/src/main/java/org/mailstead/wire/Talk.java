package org.mailstead.wire;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few sessions whose clients send one command after the other. Such a session blocks in a
 * thread of the system: the kernel wakes it with the client's next octets, where a virtual thread
 * is woken by a poller, which wakes a carrier. All others have virtual threads, or none.
 */
final class Talk implements AutoCloseable {
  /** How long a session keeps such a thread while its client says nothing. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final int REST_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  /**
   * @param most how many threads of the system there are for it
   */
  Talk(int most) {
    threads =
        new ThreadPoolExecutor(
            0,
            most,
            REST_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("talk-", 1).factory());
  }

  /** Goes on with a session: in a thread of the system if one is free, else in this one. */
  void go(Runnable session) {
    try {
      threads.execute(session);
    } catch (RejectedExecutionException _) {
      session.run();
    }
  }

  /** Takes no more sessions; those that talk go on. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
