package org.mailstead.filter.milter;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A connection to a filter. No step of it takes longer than its time: then it is cut. */
final class MilterLine implements Closeable {
  /** Closes what takes too long. It does nothing else, so one thread is enough for all. */
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("milter-timer").factory());

  private final Closeable connection;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Duration time;
  private volatile boolean late;

  /**
   * @param time for each step
   */
  MilterLine(InputStream in, OutputStream out, Closeable connection, Duration time) {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    this.connection = connection;
    this.time = time;
  }

  static MilterLine connect(MilterAddress address, Duration time) throws IOException {
    SocketChannel channel =
        switch (address) {
          case MilterAddress.Inet _ -> SocketChannel.open();
          case MilterAddress.Unix _ -> SocketChannel.open(StandardProtocolFamily.UNIX);
        };
    var line =
        new MilterLine(
            Channels.newInputStream(channel), Channels.newOutputStream(channel), channel, time);
    try {
      line.inTime(() -> channel.connect(address.resolve()));
      return line;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Something that reads or writes. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T inTime(Step<T> step) throws IOException {
    Future<?> cut =
        TIMER.schedule(
            () -> {
              late = true;
              close();
            },
            time.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return step.run();
    } catch (IOException e) {
      if (late) {
        throw new SocketTimeoutException("no answer within " + time.toSeconds() + " seconds");
      }
      throw e;
    } finally {
      cut.cancel(false);
    }
  }

  /** Says something that needs no answer now. */
  void say(MilterPacket packet) throws IOException {
    inTime(() -> {
      packet.write(out);
      return packet;
    });
  }

  /** Sends what was said and waits for an answer. */
  MilterPacket hear() throws IOException {
    return inTime(() -> {
      out.flush();
      return MilterPacket.read(in);
    });
  }

  /** Sends what was said. */
  void flush() throws IOException {
    inTime(() -> {
      out.flush();
      return out;
    });
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException _) {
      // It is gone.
    }
  }
}
