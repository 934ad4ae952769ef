package org.mailstead.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, plain or encrypted, made by a peer or by us. One thread may read while
 * another writes. The owner closes it; the server may close it under the owner's hands, and reads
 * and writes then fail.
 */
public final class Connection implements AutoCloseable {
  /** How long the farewell to a peer may take whose time is over. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /** What is still taken from a peer before the socket is closed. */
  private static final int MOST_LEFT_UNREAD = 256 * 1024;

  private final Wire wire;
  private final long number;
  private final Socket socket;
  private final Deadlines deadlines;
  private final SocketTransport plain;
  private final WireReader reader;
  private final WireWriter writer;
  private volatile Transport transport;
  private volatile @Nullable TlsStream tls;
  private volatile @Nullable ServerTls serverTls;
  private volatile InetSocketAddress remote;
  private volatile InetSocketAddress local;
  private volatile boolean proxied;
  private volatile boolean idle;
  private volatile boolean stopping;
  private volatile boolean revoked;
  private volatile Closing.@Nullable Why interrupted;
  private volatile @Nullable Runnable onStop;
  private final AtomicBoolean closed = new AtomicBoolean();

  Connection(Wire wire, Socket socket, Timeouts timeouts) throws IOException {
    this.wire = wire;
    this.socket = socket;
    number = wire.nextNumber();
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    deadlines = new Deadlines(timeouts);
    plain = new SocketTransport(socket, deadlines);
    transport = plain;
    remote = (InetSocketAddress) socket.getRemoteSocketAddress();
    local = (InetSocketAddress) socket.getLocalSocketAddress();
    reader = new WireReader(this, wire.buffers());
    writer = new WireWriter(this, wire.buffers());
    wire.watchdog().watch(this);
  }

  /** Short, for logs; unique in this process. */
  public String id() {
    return Long.toString(number, 36);
  }

  /** The client; behind a proxy, the one that the proxy told of. */
  public InetSocketAddress remote() {
    return remote;
  }

  /** Where the client connected to, as far as a proxy told. */
  public InetSocketAddress local() {
    return local;
  }

  /**
   * Whether a password may be said here: where nobody listens.
   *
   * @param onThisMachine whether also without encryption by programs on this machine
   */
  public boolean hidesPasswords(boolean onThisMachine) {
    return tls().isPresent() || (onThisMachine && fromThisMachine());
  }

  /** Whether the peer is a program on this machine that came directly, not through a proxy. */
  public boolean fromThisMachine() {
    return !proxied && remote.getAddress().isLoopbackAddress();
  }

  public WireReader in() {
    return reader;
  }

  public WireWriter out() {
    return writer;
  }

  /** Changes how long the next reads wait for a new command. */
  public void idleTimeout(Duration timeout) {
    deadlines.idle(timeout);
  }

  // ---- TLS

  /** What TLS agreed on; empty while the connection is plain. */
  public Optional<TlsState> tls() {
    return Optional.ofNullable(tls).map(TlsStream::state);
  }

  /** Whether {@link #startTls} can work: there is a certificate, and no TLS yet. */
  public boolean canStartTls() {
    return serverTls != null && transport == plain;
  }

  /**
   * Starts TLS as the server; blocks for the handshake. The reply that invites the client to it has
   * been flushed. A failure leaves the connection useless.
   *
   * @throws StartTlsInjection when plain text is waiting that the client sent too early
   */
  public void startTls() throws IOException {
    ServerTls tls = serverTls;
    if (tls == null) {
      throw new IllegalStateException("no certificate");
    }
    if (transport != plain) {
      throw new IllegalStateException("TLS runs already");
    }
    deadlines.within(timeouts().handshake());
    refuseInjection();
    // Nothing is built for a peer that does not even start.
    if (!plain.await()) {
      throw new java.io.EOFException("the peer went before the TLS handshake");
    }
    SSLEngine engine = tls.context().createSSLEngine();
    engine.setUseClientMode(false);
    tls.policy().applyTo(engine);
    engine.setWantClientAuth(tls.asks()); // after the policy, which sets all parameters
    shakeHands(engine);
  }

  /**
   * The certificate that the client has shown, and those above it; empty when it has shown none, or
   * was not asked. The client has its key; nothing else is known of it.
   */
  public List<X509Certificate> clientChain() {
    TlsStream running = tls;
    return running != null && running.isServer() ? running.peerChain() : List.of();
  }

  /** All that follows has to be over by then, whatever the peer does. */
  public void within(Duration whole) {
    deadlines.within(whole);
  }

  /** Starts TLS as the client. */
  void startTls(SSLEngine engine) throws IOException {
    deadlines.within(timeouts().handshake());
    refuseInjection();
    shakeHands(engine);
  }

  private void refuseInjection() throws StartTlsInjection {
    int early = reader.buffered() + plain.pending();
    if (early > 0) {
      throw new StartTlsInjection(early);
    }
  }

  private void shakeHands(SSLEngine engine) throws IOException {
    reader.giveBack();
    var stream = new TlsStream(plain, wire, engine);
    stream.handshake();
    transport = stream;
    tls = stream;
    deadlines.anyTime();
  }

  /** Empty when the connection is plain, or has no such binding. */
  public Optional<byte[]> channelBinding(ChannelBinding type) {
    TlsStream running = tls;
    return running != null ? type.of(running.session(), running.isServer()) : Optional.empty();
  }

  /** The same by the name that SASL mechanisms use; empty for one that is not known. */
  public Optional<byte[]> channelBinding(String registeredName) {
    return ChannelBinding.named(registeredName).flatMap(type -> channelBinding(type));
  }

  // ---- compression

  /** Whether {@link #startDeflate} has been called. */
  public boolean deflates() {
    return transport instanceof DeflateStream;
  }

  /**
   * Compresses in both directions from here on (RFC 4978). What was written before has been
   * flushed, and nothing that came is unread.
   */
  public void startDeflate() {
    if (deflates() || reader.buffered() > 0) {
      throw new IllegalStateException("compressed already, or something is unread");
    }
    reader.giveBack();
    transport = new DeflateStream(transport, wire.buffers());
  }

  // ---- ending

  /**
   * Runs the action when the server begins to stop, in another thread; at once when it has begun.
   * It must not block. Without one, the session's next wait for a command throws {@link Closing},
   * which it does with one too.
   */
  public void onStop(Runnable action) {
    onStop = action;
    if (stopping) {
      action.run();
    }
  }

  public boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
    Runnable action = onStop;
    if (action != null) {
      action.run();
    }
    if (deadlines.opening()) {
      kill(); // there is no session yet that could say goodbye
    } else if (idle) {
      interruptRead(Closing.Why.STOPPING);
    }
  }

  /**
   * Ends the session from another thread, for whoever it is may not be here any more: its wait for
   * a command, or the next one, throws {@link Closing}. Does not block.
   */
  public void revoke() {
    revoked = true;
    if (idle) {
      interruptRead(Closing.Why.REVOKED);
    }
  }

  /** Ends a blocked read and leaves the way out open, so that the session can say goodbye. */
  private void interruptRead(Closing.Why why) {
    if (interrupted != null) {
      return;
    }
    interrupted = why;
    deadlines.hurry(FAREWELL);
    try {
      socket.shutdownInput();
    } catch (IOException _) {
      kill();
    }
  }

  void checkDeadlines() {
    long now = Deadlines.now();
    if (deadlines.hopeless(now)) {
      kill();
    } else if (deadlines.readOverdue(now)) {
      interruptRead(deadlines.late());
    }
  }

  /** Closes the socket without a word; whoever is blocked on it gets an exception. */
  void kill() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }

  /** Flushes nothing; says TLS's farewell and closes. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    deadlines.hurry(FAREWELL);
    transport.farewell();
    leaveNothingUnread();
    kill();
    wire.watchdog().forget(this);
    reader.giveBack();
    writer.giveBack();
  }

  /** Closing a socket with unread input resets it, and the reset can overtake our last reply. */
  private void leaveNothingUnread() {
    byte[] buffer = wire.buffers().borrow();
    try {
      if (!socket.isClosed()) {
        socket.shutdownOutput();
        var in = plain.exact();
        int taken = 0;
        while (taken < MOST_LEFT_UNREAD && !socket.isInputShutdown() && in.available() > 0) {
          taken += Math.max(1, in.read(buffer));
        }
      }
    } catch (IOException _) {
      // The peer has gone first.
    } finally {
      wire.buffers().giveBack(buffer);
    }
  }

  // ---- for the reader and the listener

  Transport transport() {
    return transport;
  }

  Socket socket() {
    return socket;
  }

  SocketTransport plain() {
    return plain;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  private Timeouts timeouts() {
    return deadlines.timeouts();
  }

  void serverTls(ServerTls tls) {
    serverTls = tls;
  }

  /** Through a proxy; where it told of no client the addresses stay those of the proxy. */
  void proxied(ProxyHeader header) {
    proxied = true;
    if (header instanceof ProxyHeader.Relayed(var source, var destination)) {
      remote = source;
      local = destination;
    }
  }

  void checkStopping() throws Closing {
    if (stopping || revoked) {
      deadlines.hurry(FAREWELL);
      throw new Closing(stopping ? Closing.Why.STOPPING : Closing.Why.REVOKED);
    }
    checkInterrupted();
  }

  void checkInterrupted() throws Closing {
    Closing.Why why = interrupted;
    if (why != null) {
      throw new Closing(why);
    }
  }

  void beforeIdleRead() throws Closing {
    idle = true;
    checkStopping(); // after the mark: stop() and revoke() look at it after they set their own
    deadlines.readingIdle();
  }

  void beforeRead(long began, long octets) throws Closing {
    checkInterrupted();
    deadlines.readingMore(began, octets);
  }

  void afterRead() {
    idle = false;
    deadlines.read();
  }

  /** For logs: id and remote address. */
  @Override
  public String toString() {
    InetAddress address = remote.getAddress();
    return id() + " " + address.getHostAddress();
  }
}
