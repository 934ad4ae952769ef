package org.mailstead.wire;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mailstead.words.Problem;

/** Accepts connections on one port and runs each in a thread of its own. */
public final class Listener implements AutoCloseable {
  /** A session that keeps its thread. The listener closes the connection when it returns. */
  @FunctionalInterface
  public interface Handler {
    /** An IOException is not an error: peers vanish. {@link Closing} means the same here. */
    void handle(Connection connection) throws IOException;
  }

  /** Makes the session of a new connection. */
  @FunctionalInterface
  public interface Opening {
    Session open(Connection connection);
  }

  private static final System.Logger log = System.getLogger(Listener.class.getName());
  private static final int BACKLOG = 4096;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Wire wire;
  private final ListenerConfig config;
  private final @Nullable ServerTls tls;
  private final Admission admission;
  private final Set<Connection> live = ConcurrentHashMap.newKeySet();
  private final ServerSocket server;
  private volatile boolean stopping;

  /** For a protocol that is never encrypted. Opens nothing yet. */
  public Listener(Wire wire, ListenerConfig config) throws IOException {
    this(wire, config, null, InstantSource.system());
  }

  /** Opens nothing yet. */
  public Listener(Wire wire, ListenerConfig config, ServerTls tls) throws IOException {
    this(wire, config, tls, InstantSource.system());
  }

  Listener(Wire wire, ListenerConfig config, @Nullable ServerTls tls, InstantSource clock)
      throws IOException {
    if (config.implicitTls() && tls == null) {
      throw new IllegalArgumentException("TLS without a certificate on port " + config.port());
    }
    this.wire = wire;
    this.config = config;
    this.tls = tls;
    admission = new Admission(config.limits(), clock);
    server = new ServerSocket();
  }

  /**
   * Listens.
   *
   * @param handler runs once for each connection, after PROXY header and implicit TLS
   * @param refusal what a client hears that is over a limit, ending in CRLF; nothing when empty.
   *     Not heard where TLS would have to come first
   * @return the port, which is a free one where the configuration says 0
   * @throws IOException when the address cannot be had, naming it
   */
  public int start(Handler handler, Function<Problem, byte[]> refusal) throws IOException {
    return startSessions(
        connection ->
            new Session() {
              @Override
              public boolean proceed() throws IOException {
                handler.handle(connection);
                return false;
              }

              @Override
              public void end() {}
            },
        refusal);
  }

  /** The same for sessions that hold no thread while they wait. */
  public int startSessions(Opening opening, Function<Problem, byte[]> refusal) throws IOException {
    server.setReuseAddress(true);
    try {
      server.bind(address(), BACKLOG);
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "cannot listen on " + config.host() + " port " + config.port() + ": " + e.getMessage(),
          e);
    }
    Thread.ofPlatform()
        .name("accept-" + server.getLocalPort())
        .start(() -> accept(opening, refusal));
    return server.getLocalPort();
  }

  private InetSocketAddress address() throws IOException {
    return config.host().equals("*")
        ? new InetSocketAddress(config.port())
        : new InetSocketAddress(InetAddress.getByName(config.host()), config.port());
  }

  private void accept(Opening opening, Function<Problem, byte[]> refusal) {
    boolean failing = false;
    while (!stopping) {
      try {
        take(server.accept(), opening, refusal);
        failing = false;
      } catch (IOException | RuntimeException e) {
        // Out of file descriptors, usually: it heals when sessions end. Said once, not in a loop.
        if (!stopping && !failing) {
          failing = true;
          log.log(ERROR, "cannot accept connections on port " + config.port() + "; will go on", e);
        }
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(stopping ? Duration.ZERO : PAUSE);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private void take(Socket socket, Opening opening, Function<Problem, byte[]> refusal) {
    if (admission.enter()) {
      Thread.ofVirtual().start(() -> open(socket, opening, refusal));
      return;
    }
    // In this thread: the send buffer of a new socket is empty, so this does not block.
    try (socket) {
      if (!config.implicitTls()) {
        socket
            .getOutputStream()
            .write(refusal.apply(Problem.of(Problem.Kind.BUSY, "connections.total")));
      }
    } catch (IOException e) {
      log.log(DEBUG, "a refused client went first", e);
    }
  }

  private void open(Socket socket, Opening opening, Function<Problem, byte[]> refusal) {
    Connection connection;
    try {
      connection = new Connection(wire, socket, config.timeouts());
    } catch (IOException e) {
      log.log(DEBUG, "a connection was gone before it began", e);
      admission.leave();
      return;
    }
    live.add(connection);
    var served = new Served(connection);
    served.run(() -> begin(served, opening, refusal));
  }

  /** Whether there is a session that waits for its peer; otherwise the connection is over. */
  private boolean begin(Served served, Opening opening, Function<Problem, byte[]> refusal)
      throws IOException {
    if (stopping) {
      return false;
    }
    Connection connection = served.connection;
    connection.deadlines().within(config.timeouts().handshake());
    readProxyHeader(connection);
    if (!admission.exempts(connection)) {
      InetAddress address = connection.remote().getAddress();
      Optional<Problem> problem = admission.enterFrom(address);
      if (problem.isPresent()) {
        refuse(connection, refusal.apply(problem.get()));
        return false;
      }
      served.counted = address;
    }
    if (tls != null) {
      connection.serverTls(tls);
    }
    if (config.implicitTls()) {
      connection.startTls();
    }
    connection.deadlines().anyTime();
    Session session = opening.open(connection);
    served.session = session;
    return session.proceed();
  }

  /** A connection that was let in. One thread at a time has it, another after each long wait. */
  private final class Served {
    private final Connection connection;
    private @Nullable InetAddress counted;
    private @Nullable Session session;

    Served(Connection connection) {
      this.connection = connection;
    }

    /** Does a step, and after it waits without this thread's stack, or ends. */
    void run(Step step) {
      boolean waits = false;
      try {
        waits = step.take();
      } catch (IOException e) {
        log.log(DEBUG, () -> connection + " ended: " + e);
      } catch (RuntimeException | StackOverflowError e) {
        log.log(ERROR, connection + " ended by a defect", e);
      } finally {
        if (waits) {
          Thread.startVirtualThread(this::await);
        } else {
          end();
        }
      }
    }

    private void await() {
      try {
        connection.in().await();
      } catch (IOException e) {
        // The session's next read meets the same, and the session knows what to say to it.
        log.log(DEBUG, () -> connection + " waits no more: " + e);
      }
      Session waiting = session;
      wire.talk().go(() -> run(() -> waiting != null && waiting.proceed()));
    }

    private void end() {
      try (connection) {
        if (session != null) {
          session.end();
        }
      } finally {
        if (counted != null) {
          admission.leaveFrom(counted);
        }
        forget(connection);
        admission.leave();
      }
    }
  }

  private interface Step {
    boolean take() throws IOException;
  }

  private void readProxyHeader(Connection connection) throws IOException {
    InetAddress peer = connection.remote().getAddress();
    for (Network network : config.proxies()) {
      if (network.contains(peer)) {
        try {
          connection.proxied(ProxyProtocol.read(connection.plain().exact()));
          return;
        } catch (ProxySyntaxException e) {
          log.log(WARNING, "refused a connection of proxy {0}: {1}", connection, e.getMessage());
          throw e;
        }
      }
    }
  }

  private void refuse(Connection connection, byte[] words) throws IOException {
    log.log(DEBUG, () -> connection + " refused: over a limit");
    if (!config.implicitTls()) {
      connection.out().write(words);
      connection.out().flush();
    }
  }

  private void forget(Connection connection) {
    live.remove(connection);
    if (stopping) {
      synchronized (live) {
        live.notifyAll();
      }
    }
  }

  /** How many connections are open. */
  public int connections() {
    return admission.total();
  }

  /**
   * Stops: takes no more connections, tells the sessions, waits for them up to the configured time,
   * and closes those that are left.
   */
  @Override
  public void close() {
    stopping = true;
    try {
      server.close();
    } catch (IOException e) {
      log.log(WARNING, "closing port " + config.port(), e);
    }
    live.forEach(Connection::stop);
    awaitSessions();
    if (!live.isEmpty()) {
      log.log(INFO, "port {0}: {1} sessions did not end in time", config.port(), live.size());
      live.forEach(Connection::kill);
    }
  }

  private void awaitSessions() {
    long end = System.nanoTime() + config.stopTimeout().toNanos();
    synchronized (live) {
      try {
        for (long left = config.stopTimeout().toMillis(); left > 0 && !live.isEmpty(); ) {
          live.wait(left);
          left = (end - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
