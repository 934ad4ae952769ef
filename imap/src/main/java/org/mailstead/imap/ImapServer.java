package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.imap.state.House;
import org.mailstead.imap.state.KeepAlive;
import org.mailstead.imap.state.Sessions;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.rules.MailboxEvents;
import org.mailstead.wire.Listener;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.Wire;
import org.mailstead.words.Problem;

/** One IMAP port. The only public class of this room but its settings. */
public final class ImapServer implements AutoCloseable {
  /** Of one account; a person's programs make some tens of them. */
  static final int MAX_SESSIONS = 500;

  private final Supplier<ImapConfig> config;
  private final House house;
  private final Listener listener;

  /** One whose settings do not change. Opens nothing yet. */
  public ImapServer(
      Wire wire,
      ImapConfig config,
      ServerTls tls,
      Post post,
      Optional<MailSearch> search,
      Sasl sasl,
      Authenticator authenticator,
      Optional<MailboxEvents> events,
      InstantSource clock)
      throws IOException {
    this(wire, () -> config, tls, post, search, sasl, authenticator, events, clock);
  }

  /**
   * Opens nothing yet.
   *
   * @param config asked whenever something of it counts; listener and keep-alive are as at first
   * @param search narrows searches; without it all is read
   * @param events runs scripts when something happens in a mailbox
   */
  public ImapServer(
      Wire wire,
      Supplier<ImapConfig> config,
      ServerTls tls,
      Post post,
      Optional<MailSearch> search,
      Sasl sasl,
      Authenticator authenticator,
      Optional<MailboxEvents> events,
      InstantSource clock)
      throws IOException {
    this.config = config;
    var keepAlive = new KeepAlive(config.get().keepAlive());
    var sessions = new Sessions(MAX_SESSIONS);
    this.house =
        new House(
            () -> config.get().terms(),
            post,
            search,
            sasl,
            authenticator,
            keepAlive,
            sessions,
            events,
            clock);
    this.listener = new Listener(wire, config.get().listener(), tls);
  }

  /** Listens; returns the port, which is a free one where the configuration says 0. */
  public int start() throws IOException {
    house.keepAlive().start();
    return listener.startSessions(
        connection -> new ImapSession(connection, config, house), ImapServer::refusal);
  }

  private static byte[] refusal(Problem problem) {
    return "* BYE [UNAVAILABLE] too many connections; try again later\r\n".getBytes(US_ASCII);
  }

  /** Says BYE to every session and waits for what is under way. */
  @Override
  public void close() {
    house.keepAlive().close();
    listener.close();
  }
}
