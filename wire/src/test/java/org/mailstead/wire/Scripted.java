package org.mailstead.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;

/** A peer that sends what the test says, in just those pieces, without a network. */
final class Scripted extends Socket {
  private static final Wire WIRE = new Wire();

  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private boolean endless;
  private Runnable whenWaiting = () -> {};
  private int waits;
  private final Connection connection;

  private Scripted() {
    try {
      connection = new Connection(WIRE, this, TestServer.PATIENT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Scripted of(String... pieces) {
    var peer = new Scripted();
    for (String piece : pieces) {
      if (!piece.isEmpty()) {
        peer.pieces.add(piece.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return peer;
  }

  static Scripted cut(byte[] all, RandomGenerator random) {
    var peer = new Scripted();
    for (int i = 0; i < all.length; ) {
      int end = Math.min(all.length, i + 1 + random.nextInt(20));
      peer.pieces.add(Arrays.copyOfRange(all, i, end));
      i = end;
    }
    return peer;
  }

  static Scripted endless(byte octet) {
    var peer = new Scripted();
    peer.pieces.add(new byte[] {octet});
    peer.endless = true;
    return peer;
  }

  WireReader reader() {
    return connection.in();
  }

  Wire wire() {
    return WIRE;
  }

  void whenWaiting(Runnable check) {
    whenWaiting = check;
  }

  /** Lets the watch forget it. */
  void done() {
    connection.close();
  }

  int waits() {
    return waits;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (length == 1) {
          waits++;
          whenWaiting.run();
        }
        byte[] piece = pieces.peek();
        if (piece == null) {
          return -1;
        }
        if (endless) {
          Arrays.fill(into, offset, offset + length, piece[0]);
          return length;
        }
        int count = Math.min(length, piece.length);
        System.arraycopy(piece, 0, into, offset, count);
        pieces.remove();
        if (count < piece.length) {
          pieces.addFirst(Arrays.copyOfRange(piece, count, piece.length));
        }
        return count;
      }

      @Override
      public int available() {
        byte[] piece = pieces.peek();
        return piece == null ? 0 : endless ? 1 << 20 : piece.length;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setSoTimeout(int timeout) {}

  @Override
  public InetSocketAddress getRemoteSocketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public InetSocketAddress getLocalSocketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
  }
}
