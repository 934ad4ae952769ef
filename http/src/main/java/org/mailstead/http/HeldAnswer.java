package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** An answer that waits for events. No thread waits with it. */
final class HeldAnswer implements EventSink {
  /** Octets that wait for a client that does not read. */
  private static final int MOST = 64 << 10;

  private final Response response;
  private final Callback done;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private Optional<Runnable> then = Optional.empty();
  private int octets;
  private boolean writing;
  private boolean closing;
  private boolean closed;

  HeldAnswer(Request request, Response response, Callback done) {
    this.response = response;
    this.done = done;
    // It is meant to be idle; a client that is gone is found when something is told.
    request.addIdleTimeoutListener(_ -> false);
    request.addFailureListener(_ -> end());
  }

  @Override
  public void send(String event) {
    synchronized (this) {
      if (closed || closing) {
        return;
      }
      byte[] told = event.getBytes(UTF_8);
      waiting.add(told);
      octets += told.length;
      if (octets > MOST) {
        closing = true;
        waiting.clear();
      }
    }
    write();
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    write();
  }

  @Override
  public void onClose(Runnable what) {
    boolean over;
    synchronized (this) {
      over = closed;
      then = Optional.of(what);
    }
    if (over) {
      what.run();
    }
  }

  private void write() {
    byte[] next;
    boolean last;
    synchronized (this) {
      if (writing || closed) {
        return;
      }
      next = waiting.isEmpty() ? new byte[0] : waiting.poll();
      last = closing && waiting.isEmpty();
      if (next.length == 0 && !last) {
        return;
      }
      octets -= next.length;
      writing = true;
    }
    response.write(last, ByteBuffer.wrap(next), Callback.from(() -> written(last), this::failed));
  }

  private void written(boolean last) {
    synchronized (this) {
      writing = false;
    }
    if (last) {
      end();
    } else {
      write();
    }
  }

  private void failed(Throwable why) {
    synchronized (this) {
      writing = false;
    }
    end();
  }

  private void end() {
    Optional<Runnable> what;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
      what = then;
    }
    done.succeeded();
    what.ifPresent(Runnable::run);
  }
}
