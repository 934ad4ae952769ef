package org.mailstead.wire.dns;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * One recursive name server. While it is down, questions fail at once: otherwise each message would
 * wait for it in vain.
 *
 * <p>Silence alone is no sign of that: whoever sends mail chooses the domains that are asked about,
 * and a few with silent servers of their own would blind us to everybody else's. So after some
 * questions without an answer the server is asked for something that it always knows, the name
 * servers of the root, and only if it is silent then too it is down.
 */
final class NameServer {
  private static final System.Logger LOG = System.getLogger(NameServer.class.getName());

  /** What fits everywhere without fragments (RFC 9715). */
  private static final int UDP_PAYLOAD = 1232;

  /** So many questions in a row without an answer are suspicious. */
  static final int SUSPICIOUS = 3;

  /** How long a server that is down is left alone. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final SimpleResolver server;
  private final InstantSource clock;
  // Guarded by this.
  private int unanswered;
  private Optional<Instant> downUntil = Optional.empty();

  NameServer(InetSocketAddress address, Duration timeout, InstantSource clock) {
    this.clock = clock;
    server = new SimpleResolver(address);
    server.setTimeout(timeout);
    server.setEDNS(0, UDP_PAYLOAD, 0);
  }

  /** The server's message; empty when it did not answer, or is known not to. */
  Optional<Message> ask(Name name, int type) {
    if (!isWorthAsking()) {
      return Optional.empty();
    }
    Optional<Message> answer = send(name, type);
    if (answer.isPresent()) {
      answered();
    } else {
      silent();
    }
    return answer;
  }

  private boolean isWorthAsking() {
    synchronized (this) {
      if (downUntil.isEmpty()) {
        return true;
      }
      if (clock.instant().isBefore(downUntil.get())) {
        return false;
      }
      // One of those who ask finds out for all.
      downUntil = Optional.of(clock.instant().plus(PAUSE));
    }
    boolean back = send(Name.root, Type.NS).isPresent();
    if (back) {
      answered();
      LOG.log(INFO, "name server {0} answers again", server.getAddress());
    }
    return back;
  }

  private synchronized void answered() {
    unanswered = 0;
    downUntil = Optional.empty();
  }

  private void silent() {
    synchronized (this) {
      unanswered++;
      if (unanswered % SUSPICIOUS != 0 || downUntil.isPresent()) {
        return;
      }
    }
    if (send(Name.root, Type.NS).isPresent()) {
      answered();
    } else {
      synchronized (this) {
        downUntil = Optional.of(clock.instant().plus(PAUSE));
      }
      LOG.log(
          WARNING,
          "name server {0} does not answer; what it is needed for waits or goes unchecked",
          server.getAddress());
    }
  }

  private Optional<Message> send(Name name, int type) {
    Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    question.getHeader().setFlag(Flags.AD); // RFC 6840 section 5.7: tell us whether it is validated
    try {
      return Optional.of(server.send(question));
    } catch (IOException e) {
      LOG.log(DEBUG, () -> "name server " + server.getAddress() + ": " + e);
      return Optional.empty();
    }
  }
}
