package org.mailstead.identity.ldap;

import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.mailstead.identity.LdapSettings;
import org.mailstead.identity.LdapSettings.Server;

/**
 * Connections to one directory: a bounded number, kept for the next question, to the first server
 * that answers. When none does nobody is made to wait for the same again for some seconds.
 */
final class LdapServers implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration DOWN = Duration.ofSeconds(5);
  private static final int MOST_OCTETS = 1 << 20;

  private final LdapSettings settings;
  private final String readerPassword;
  private final ServerSet servers;
  private final Semaphore permits;
  private final Deque<Idle> readers = new ConcurrentLinkedDeque<>();
  private final Deque<Idle> others = new ConcurrentLinkedDeque<>();
  private volatile long upFrom = System.nanoTime();
  private volatile boolean closed;

  private record Idle(LDAPConnection connection, long since) {}

  /** As whom a connection speaks. */
  enum As {
    /** Who looks people up. */
    READER,
    /** Whoever it binds as next. */
    ANYBODY
  }

  /** What is said on a connection. */
  @FunctionalInterface
  interface Talk<T> {
    T on(LDAPConnection connection) throws LDAPException;
  }

  LdapServers(LdapSettings settings, String readerPassword) {
    this.settings = settings;
    this.readerPassword = readerPassword;
    this.permits = new Semaphore(settings.connections(), true);
    SSLSocketFactory sockets = LdapTrust.sockets(settings.authorities());
    this.servers =
        new FailoverServerSet(
            settings.servers().stream()
                .map(server -> one(server, sockets, settings))
                .toArray(ServerSet[]::new));
  }

  private static ServerSet one(Server server, SSLSocketFactory tls, LdapSettings settings) {
    SocketFactory sockets =
        switch (server.safety()) {
          case TLS -> tls;
          case START_TLS, NONE -> SocketFactory.getDefault();
        };
    @Nullable StartTLSPostConnectProcessor start =
        switch (server.safety()) {
          case START_TLS -> new StartTLSPostConnectProcessor(tls);
          case TLS, NONE -> null;
        };
    return new SingleServerSet(
        server.host(), server.port(), sockets, options(settings), null, start);
  }

  private static LDAPConnectionOptions options(LdapSettings settings) {
    var options = new LDAPConnectionOptions();
    int millis = (int) settings.timeout().toMillis();
    options.setConnectTimeoutMillis(millis);
    options.setResponseTimeoutMillis(millis);
    options.setAbandonOnTimeout(false); // the connection is given up instead
    options.setUseSynchronousMode(true);
    options.setFollowReferrals(false); // a password goes to the servers of the settings alone
    options.setMaxMessageSize(MOST_OCTETS);
    return options;
  }

  /**
   * Says something; again on a new connection when an old one turns out to be dead.
   *
   * @throws LDAPException also when no server answers
   */
  <T> T talk(As as, Talk<T> talk) throws LDAPException {
    acquire();
    try {
      LDAPConnection kept = kept(as);
      if (kept != null) {
        try {
          return say(as, kept, talk);
        } catch (LDAPException e) {
          if (!e.getResultCode().equals(ResultCode.SERVER_DOWN)) {
            throw e;
          }
        }
      }
      return say(as, connect(as), talk);
    } finally {
      permits.release();
    }
  }

  private void acquire() throws LDAPException {
    boolean got;
    try {
      got = permits.tryAcquire(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      got = false;
    }
    if (!got) {
      throw new LDAPException(ResultCode.BUSY, "all connections are in use");
    }
  }

  private <T> T say(As as, LDAPConnection connection, Talk<T> talk) throws LDAPException {
    boolean good = false;
    try {
      T answer = talk.on(connection);
      good = true;
      return answer;
    } catch (LDAPException e) {
      good = e.getResultCode().isConnectionUsable();
      throw e;
    } finally {
      if (good && !closed) {
        idle(as).push(new Idle(connection, System.nanoTime()));
      } else {
        connection.close();
      }
    }
  }

  private Deque<Idle> idle(As as) {
    return switch (as) {
      case READER -> readers;
      case ANYBODY -> others;
    };
  }

  private @Nullable LDAPConnection kept(As as) {
    long old = System.nanoTime() - IDLE.toNanos();
    for (Idle one = idle(as).poll(); one != null; one = idle(as).poll()) {
      if (one.since - old > 0 && one.connection.isConnected()) {
        return one.connection;
      }
      one.connection.close();
    }
    return null;
  }

  private LDAPConnection connect(As as) throws LDAPException {
    if (System.nanoTime() - upFrom < 0) {
      throw new LDAPException(ResultCode.CONNECT_ERROR, "no server answered a moment ago");
    }
    LDAPConnection connection;
    try {
      connection = servers.getConnection();
    } catch (LDAPException e) {
      upFrom = System.nanoTime() + DOWN.toNanos();
      throw e;
    }
    if (as == As.READER && !settings.reader().name().isEmpty()) {
      try {
        connection.bind(new SimpleBindRequest(settings.reader().name(), readerPassword));
      } catch (LDAPException e) {
        connection.close();
        // Not the person's fault: said so that nobody takes it for a wrong password.
        throw new LDAPException(
            ResultCode.LOCAL_ERROR, "the reader cannot sign in: " + e.getMessage(), e);
      }
    }
    return connection;
  }

  @Override
  public void close() {
    closed = true;
    for (As as : As.values()) {
      for (Idle one = idle(as).poll(); one != null; one = idle(as).poll()) {
        one.connection.close();
      }
    }
  }
}
