package org.mailstead.search.extract;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has PDF read by a process of its own: the format is large, its files are hostile, and memory is
 * only bounded where it is somebody else's. The process starts with the first file, reads one after
 * the other, and is killed when one takes too long; the next file starts another.
 */
final class PdfReader implements Closeable {
  private static final System.Logger LOG = System.getLogger(PdfReader.class.getName());

  /** Files after which a process is ended, lest what one left behind is there for ever. */
  private static final int MOST_FILES = 500;

  /** How long starting may take besides. */
  private static final long START_MILLIS = 10_000;

  private final Limits limits;
  private final ReentrantLock turn = new ReentrantLock();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("search-pdf").factory());
  private @Nullable Worker worker;

  private record Worker(Process process, DataOutputStream to, DataInputStream from, int[] files) {}

  PdfReader(Limits limits) {
    this.limits = limits;
  }

  Extracted read(byte[] content) {
    turn.lock();
    try {
      return ask(content);
    } finally {
      turn.unlock();
    }
  }

  private Extracted ask(byte[] content) {
    var late = new AtomicBoolean();
    try {
      Worker asked = worker();
      long time = limits.time().toMillis() + (asked.files()[0] == 0 ? START_MILLIS : 0);
      ScheduledFuture<?> alarm =
          watch.schedule(
              () -> {
                late.set(true);
                asked.process().destroyForcibly();
              },
              time,
              TimeUnit.MILLISECONDS);
      try {
        return talk(asked, content);
      } finally {
        alarm.cancel(false);
      }
    } catch (IOException e) {
      end();
      LOG.log(DEBUG, "the reader of PDF ended: " + e.getClass());
      return new Extracted.Failed(late.get() ? "it takes too long" : "its reader gave up");
    }
  }

  private Extracted talk(Worker asked, byte[] content) throws IOException {
    asked.to().writeInt(limits.text());
    asked.to().writeInt(content.length);
    asked.to().write(content);
    asked.to().flush();
    byte outcome = asked.from().readByte();
    int length = asked.from().readInt();
    if (length < 0 || length > 4L * limits.text()) {
      throw new IOException("more than was asked for");
    }
    byte[] answer = asked.from().readNBytes(length);
    if (answer.length < length) {
      throw new IOException("less than was promised");
    }
    if (++asked.files()[0] >= MOST_FILES) {
      end();
    }
    String text = new String(answer, UTF_8);
    return outcome == PdfProcess.BROKEN
        ? new Extracted.Failed(text)
        : new Extracted.Text(text.strip(), outcome == PdfProcess.WHOLE);
  }

  private Worker worker() throws IOException {
    Worker there = worker;
    if (there != null && there.process().isAlive()) {
      return there;
    }
    String java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-Xmx128m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            "-Dpdfbox.fontcache=" + System.getProperty("java.io.tmpdir", ""),
            "-cp",
            System.getProperty("java.class.path", ""),
            PdfProcess.class.getName());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear(); // it need know nothing of this process
    Process process = builder.start();
    var started =
        new Worker(
            process,
            new DataOutputStream(process.getOutputStream()),
            new DataInputStream(process.getInputStream()),
            new int[1]);
    worker = started;
    return started;
  }

  private void end() {
    Worker there = worker;
    worker = null;
    if (there != null) {
      there.process().destroyForcibly();
    }
  }

  @Override
  public void close() {
    watch.shutdown();
    turn.lock();
    try {
      end();
    } finally {
      turn.unlock();
    }
  }
}
