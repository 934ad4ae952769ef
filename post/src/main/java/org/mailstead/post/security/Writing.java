package org.mailstead.post.security;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.mailstead.words.Refused;

/**
 * Messages that are being written, some at a time, while whoever caused them goes on. What cannot
 * be written is logged.
 */
final class Writing implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Writing.class.getName());
  private static final int AT_ONCE = 8;
  private static final long MOST_WAIT_SECONDS = 10;

  private final ExecutorService threads;
  private final Semaphore running = new Semaphore(AT_ONCE);

  Writing(String name) {
    this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name).factory());
  }

  /** Writes one message. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /**
   * Begins with one.
   *
   * @param untold what is missing when it fails, for the log
   */
  void begin(String untold, Task task) {
    try {
      threads.execute(() -> write(untold, task));
    } catch (RejectedExecutionException _) {
      LOG.log(WARNING, untold + ": the end came first");
    }
  }

  private void write(String untold, Task task) {
    running.acquireUninterruptibly();
    try {
      task.run();
    } catch (Refused | IOException e) {
      LOG.log(WARNING, untold, e);
    } finally {
      running.release();
    }
  }

  /** Waits for what is being written: a command on a stopped home ends at once after it. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(MOST_WAIT_SECONDS, SECONDS)) {
        LOG.log(WARNING, "not all owners were told before the end");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
