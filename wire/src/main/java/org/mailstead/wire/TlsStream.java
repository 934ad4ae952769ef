package org.mailstead.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another transport, with the JDK's engine. A waiting connection holds the five octets of
 * the next record's header and no more; buffers are borrowed for the length of one record.
 */
final class TlsStream implements Transport {
  private static final int HEADER = 5;

  /** RFC 5246 section 6.2.3; TLS 1.3 allows less, which the engine checks. */
  private static final int LARGEST_RECORD = (1 << 14) + 2048;

  /** Records in a row that carry nothing, such as KeyUpdate: each costs us work, so they end. */
  private static final int MOST_EMPTY_RECORDS = 32;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Transport below;
  private final Wire wire;
  private final SSLEngine engine;
  private final byte[] header = new byte[HEADER];
  private int headerCount;
  private int emptyRecords;
  // One thread reads, another may write, and a KeyUpdate makes the reader write.
  private final ReentrantLock writing = new ReentrantLock();

  TlsStream(Transport below, Wire wire, SSLEngine engine) {
    this.below = below;
    this.wire = wire;
    this.engine = engine;
  }

  /** Shakes hands; the caller watches the time. */
  void handshake() throws IOException {
    try {
      engine.beginHandshake();
      while (!step()) {}
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
  }

  private boolean step() throws IOException {
    return switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        runTasks();
        yield false;
      }
      case NEED_WRAP -> {
        sendFlight();
        yield false;
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        receiveForHandshake();
        yield false;
      }
      case FINISHED, NOT_HANDSHAKING -> true;
    };
  }

  private void receiveForHandshake() throws IOException {
    if (!await()) {
      throw new EOFException("the peer went within the TLS handshake");
    }
    byte[] plain = wire.buffers().borrow();
    try {
      if (unwrap(plain, 0, plain.length).getStatus() == Status.CLOSED) {
        throw new SSLException("the peer closed within the TLS handshake");
      }
    } finally {
      wire.buffers().giveBack(plain);
    }
  }

  private void runTasks() {
    // Held while computing and never while waiting for the peer, who could block all others.
    wire.handshakes().acquireUninterruptibly();
    try {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    } finally {
      wire.handshakes().release();
    }
  }

  /** All records that the engine wants to send before it reads again, in one write if they fit. */
  private void sendFlight() throws IOException {
    writing.lock();
    byte[] one = wire.buffers().borrow();
    byte[] flight = wire.buffers().borrow();
    try {
      int count = 0;
      do {
        ByteBuffer record = ByteBuffer.wrap(one);
        SSLEngineResult result = engine.wrap(NOTHING.duplicate(), record);
        if (count + record.position() > flight.length) {
          below.write(flight, 0, count);
          count = 0;
        }
        System.arraycopy(one, 0, flight, count, record.position());
        count += record.position();
        if (record.position() == 0 || result.getStatus() != Status.OK) {
          break;
        }
      } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
      below.write(flight, 0, count);
    } finally {
      wire.buffers().giveBack(one);
      wire.buffers().giveBack(flight);
      writing.unlock();
    }
  }

  private void sendAlert() {
    try {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        sendFlight();
      }
    } catch (IOException _) {
      // The reason for the alert is what the caller hears of.
    }
  }

  @Override
  public boolean await() throws IOException {
    while (headerCount < HEADER) {
      int got = below.read(header, headerCount, HEADER - headerCount);
      if (got < 0) {
        return false;
      }
      headerCount += got;
    }
    return true;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!await()) {
      return -1;
    }
    try {
      SSLEngineResult result = unwrap(into, offset, length);
      if (result.getStatus() == Status.CLOSED) {
        return -1;
      }
      settle();
      countEmpty(result.bytesProduced());
      return result.bytesProduced();
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
  }

  private void countEmpty(int produced) throws SSLException {
    emptyRecords = produced > 0 ? 0 : emptyRecords + 1;
    if (emptyRecords > MOST_EMPTY_RECORDS) {
      throw new SSLException("too many TLS records without content");
    }
  }

  /**
   * Decrypts the record whose header is here.
   *
   * @return OK or CLOSED; never that more is needed, since the record and its content fit
   */
  private SSLEngineResult unwrap(byte[] into, int offset, int length) throws IOException {
    byte[] record = wire.buffers().borrow();
    try {
      int size = receive(record);
      ByteBuffer source = ByteBuffer.wrap(record, 0, size);
      SSLEngineResult result = engine.unwrap(source, ByteBuffer.wrap(into, offset, length));
      return switch (result.getStatus()) {
        case OK, CLOSED -> result;
        case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
            throw new SSLException("a TLS record of " + size + " octets: " + result.getStatus());
      };
    } finally {
      wire.buffers().giveBack(record);
    }
  }

  private int receive(byte[] record) throws IOException {
    int size = HEADER + (((header[3] & 0xff) << 8) | (header[4] & 0xff));
    // Content types 20 to 24, version 3.x: anything else is no TLS and gets no more attention.
    if (header[0] < 20 || header[0] > 24 || header[1] != 3 || size > HEADER + LARGEST_RECORD) {
      throw new SSLException("not a TLS record");
    }
    System.arraycopy(header, 0, record, 0, HEADER);
    for (int got = HEADER; got < size; ) {
      int more = below.read(record, got, size - got);
      if (more < 0) {
        throw new EOFException("the peer went within a TLS record");
      }
      got += more;
    }
    headerCount = 0;
    return size;
  }

  /** Does what the engine wants after a record outside the handshake. */
  private void settle() throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NOT_HANDSHAKING) {
      return;
    }
    if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
      // RFC 9325 section 3.5 lets a server refuse; the client has no honest need.
      throw new SSLException("TLS renegotiation refused");
    }
    for (int i = 0; i < MOST_EMPTY_RECORDS && status != HandshakeStatus.NOT_HANDSHAKING; i++) {
      switch (status) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> sendFlight();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
      status = engine.getHandshakeStatus();
    }
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    writing.lock();
    byte[] record = wire.buffers().borrow();
    try {
      ByteBuffer source = ByteBuffer.wrap(from, offset, length);
      while (source.hasRemaining()) {
        ByteBuffer encrypted = ByteBuffer.wrap(record);
        SSLEngineResult result = engine.wrap(source, encrypted);
        if (result.getStatus() != Status.OK) {
          throw new SSLException("TLS is closed for writing");
        }
        below.write(record, 0, encrypted.position());
      }
    } finally {
      wire.buffers().giveBack(record);
      writing.unlock();
    }
  }

  @Override
  public int pending() {
    return headerCount;
  }

  @Override
  public void rest() {
    below.rest();
  }

  @Override
  public void farewell() {
    // When another thread is stuck in a write the peer does not listen anyway.
    if (!writing.tryLock()) {
      return;
    }
    try {
      engine.closeOutbound();
      sendFlight();
    } catch (IOException _) {
      // The peer has gone first.
    } finally {
      writing.unlock();
    }
  }

  SSLSession session() {
    return engine.getSession();
  }

  List<X509Certificate> peerChain() {
    try {
      return Arrays.stream(engine.getSession().getPeerCertificates())
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }

  boolean isServer() {
    return !engine.getUseClientMode();
  }

  TlsState state() {
    SSLSession session = engine.getSession();
    return new TlsState(session.getProtocol(), session.getCipherSuite(), requestedName(session));
  }

  static Optional<String> requestedName(@Nullable SSLSession session) {
    if (!(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    List<SNIServerName> names;
    try {
      names = extended.getRequestedServerNames();
    } catch (UnsupportedOperationException _) {
      return Optional.empty();
    }
    for (SNIServerName name : names) {
      if (name instanceof SNIHostName host) {
        return Optional.of(host.getAsciiName());
      }
    }
    return Optional.empty();
  }
}
