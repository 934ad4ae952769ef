package org.mailstead.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, made of frames. Nothing waits in it without a bound: one message that comes in,
 * one frame that goes out, and the next frame is asked for when the last one was dealt with.
 */
final class FrameSocket implements FrameHandler, WebSocket {
  private static final System.Logger LOG = System.getLogger(FrameSocket.class.getName());

  /** Octets of a frame. */
  static final int FRAME = 64 << 10;

  /** For a client to take one frame, and to answer that the socket is closed. */
  private static final int WRITE_SECONDS = 30;

  private static final int CLOSE_SECONDS = 5;

  private final Answer.Upgrade upgrade;
  private final Scheduler scheduler;
  private final MessageRoom room;
  private final Set<FrameSocket> open;
  private final ReentrantLock sending = new ReentrantLock();
  private final AtomicBoolean over = new AtomicBoolean();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private @Nullable CoreSession session;
  private @Nullable SocketHandler handler;
  private volatile Scheduler.@Nullable Task next;

  /** Whether anything came since the last look. */
  private volatile boolean heard;

  /** Whether the client was asked if it is there, and nothing has come since. */
  private volatile boolean asked;

  /** Whether a message is being taken: nothing is read until it is. */
  private volatile boolean busy;

  /** Whether a message has begun and is not whole; and when it did. */
  private volatile boolean partly;

  private volatile long begun;

  FrameSocket(
      Answer.Upgrade upgrade, Scheduler scheduler, MessageRoom room, Set<FrameSocket> open) {
    this.upgrade = upgrade;
    this.scheduler = scheduler;
    this.room = room;
    this.open = open;
  }

  private CoreSession session() {
    return Objects.requireNonNull(session, "it is not open yet");
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = opened;
    handler = upgrade.begin().apply(this);
    open.add(this);
    lookLater();
    callback.succeeded();
    opened.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    heard = true;
    asked = false;
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.CONTINUATION -> part(frame, callback);
      case OpCode.PING -> {
        var pong = new Frame(OpCode.PONG, copy(frame));
        // The next frame is read when this has left: who only asks has to read as well.
        session().sendFrame(pong, Callback.from(() -> goOn(callback), callback::failed), false);
      }
      case OpCode.PONG -> goOn(callback);
      case OpCode.CLOSE -> callback.succeeded();
      default -> {
        close(CloseStatus.BAD_DATA, "messages are of text");
        goOn(callback);
      }
    }
  }

  private static ByteBuffer copy(Frame frame) {
    byte[] octets = new byte[frame.getPayloadLength()];
    if (octets.length > 0) {
      frame.getPayload().get(octets);
    }
    return ByteBuffer.wrap(octets);
  }

  private void goOn(Callback callback) {
    callback.succeeded();
    session().demand();
  }

  private void part(Frame frame, Callback callback) {
    byte[] octets = copy(frame).array();
    if (!keep(octets)) {
      goOn(callback); // the client's word that it closes too is still to come
      return;
    }
    if (!frame.isFin()) {
      begun = partly ? begun : System.nanoTime();
      partly = true;
      goOn(callback);
      return;
    }
    partly = false;
    busy = true;
    callback.succeeded();
    Thread.startVirtualThread(this::take);
  }

  private boolean keep(byte[] octets) {
    synchronized (message) {
      if (over.get()) {
        return false;
      }
      int most = upgrade.terms().most();
      if (message.size() + octets.length > most) {
        close(CloseStatus.MESSAGE_TOO_LARGE, "a message has at most " + most + " octets");
      } else if (room.take(octets.length)) {
        message.writeBytes(octets);
        return true;
      } else {
        close(CloseStatus.TRY_AGAIN_LATER, "no memory now");
      }
    }
    forget();
    return false;
  }

  private void take() {
    boolean here = true;
    try {
      String text = text();
      if (!over.get()) {
        Objects.requireNonNull(handler).text(text);
      }
    } catch (CharacterCodingException _) {
      close(CloseStatus.BAD_PAYLOAD, "text is UTF-8");
    } catch (IOException e) {
      LOG.log(DEBUG, "a socket's client has gone", e);
      here = false;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(ERROR, "a message failed by a defect", e);
      close(DEFECT, "a defect of the server");
    } finally {
      forget();
      busy = false;
    }
    if (here) {
      session().demand();
    } else {
      session().abort();
    }
  }

  private String text() throws CharacterCodingException {
    return UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(message.toByteArray()))
        .toString();
  }

  private void forget() {
    synchronized (message) {
      room.give(message.size());
      message.reset();
    }
  }

  @Override
  public void send(String text) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(text.getBytes(UTF_8));
    sending.lock();
    try {
      byte code = OpCode.TEXT;
      do {
        int size = Math.min(FRAME, octets.remaining());
        ByteBuffer part = octets.slice(octets.position(), size);
        octets.position(octets.position() + size);
        write(new Frame(code, !octets.hasRemaining(), part));
        code = OpCode.CONTINUATION;
      } while (octets.hasRemaining());
    } finally {
      sending.unlock();
    }
  }

  private void write(Frame frame) throws IOException {
    var written = new CompletableFuture<Boolean>();
    session()
        .sendFrame(
            frame,
            Callback.from(() -> written.complete(true), written::completeExceptionally),
            false);
    try {
      written.get(WRITE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the client has gone", e);
    } catch (TimeoutException e) {
      session().abort();
      throw new IOException("the client reads too slowly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close(int code, String reason) {
    if (over.getAndSet(true)) {
      return;
    }
    session().close(code, reason, Callback.NOOP);
    // A client that neither reads nor answers is not waited for.
    scheduler.schedule(() -> session().abort(), CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private void lookLater() {
    next = scheduler.schedule(this::look, upgrade.terms().ping().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the client is still there; twice silent is gone. */
  private void look() {
    if (over.get()) {
      return;
    }
    Duration ping = upgrade.terms().ping();
    if (partly && System.nanoTime() - begun > 2 * ping.toNanos()) {
      close(POLICY, "a message takes too long");
      return;
    }
    if (asked && !heard && !busy) {
      session().abort();
      return;
    }
    if (!heard && !busy) {
      asked = true;
      session().sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }
    heard = false;
    lookLater();
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    LOG.log(DEBUG, "a socket failed", cause);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    over.set(true);
    open.remove(this);
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
    if (!busy) {
      forget();
    }
    SocketHandler told = handler;
    if (told != null) {
      told.closed();
    }
    callback.succeeded();
  }
}
