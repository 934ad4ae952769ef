package org.mailstead.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.function.Supplier;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.post.Post;
import org.mailstead.wire.Listener;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.Wire;
import org.mailstead.words.Problem;

/** One POP3 port. The only public class of this room but its settings. */
public final class Pop3Server implements AutoCloseable {
  private final Supplier<Pop3Config> config;
  private final Post post;
  private final Authenticator authenticator;
  private final Sasl sasl;
  private final Maildrops maildrops;
  private final Listener listener;

  /** One whose settings do not change. Opens nothing yet. */
  public Pop3Server(
      Wire wire,
      Pop3Config config,
      ServerTls tls,
      Post post,
      Authenticator authenticator,
      Sasl sasl,
      Maildrops maildrops)
      throws IOException {
    this(wire, () -> config, tls, post, authenticator, sasl, maildrops);
  }

  /**
   * Opens nothing yet. Ports of one server share the maildrops' locks.
   *
   * @param config asked whenever something of it counts; the listener is as it was at first
   */
  public Pop3Server(
      Wire wire,
      Supplier<Pop3Config> config,
      ServerTls tls,
      Post post,
      Authenticator authenticator,
      Sasl sasl,
      Maildrops maildrops)
      throws IOException {
    this.config = config;
    this.post = post;
    this.authenticator = authenticator;
    this.sasl = sasl;
    this.maildrops = maildrops;
    this.listener = new Listener(wire, config.get().listener(), tls);
  }

  /** Listens; returns the port, which is a free one where the configuration says 0. */
  public int start() throws IOException {
    return listener.start(
        connection ->
            new Pop3Session(connection, config, post, authenticator, sasl, maildrops).run(),
        Pop3Server::refusal);
  }

  private static byte[] refusal(Problem problem) {
    return "-ERR [SYS/TEMP] too many connections; try again later\r\n".getBytes(US_ASCII);
  }

  /** Ends every session at its next command; what was not confirmed by QUIT is not deleted. */
  @Override
  public void close() {
    listener.close();
  }
}
