package org.mailstead.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.function.Supplier;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.post.Post;
import org.mailstead.wire.Listener;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.Wire;
import org.mailstead.words.Problem;

/** One ManageSieve port. The only public class of this room but its settings. */
public final class ManageSieveServer implements AutoCloseable {
  private final Supplier<ManageSieveConfig> config;
  private final Post post;
  private final Sasl sasl;
  private final Listener listener;

  /** One whose settings do not change. Opens nothing yet. */
  public ManageSieveServer(Wire wire, ManageSieveConfig config, ServerTls tls, Post post, Sasl sasl)
      throws IOException {
    this(wire, () -> config, tls, post, sasl);
  }

  /**
   * Opens nothing yet.
   *
   * @param config asked whenever something of it counts; the listener is as it was at first
   */
  public ManageSieveServer(
      Wire wire, Supplier<ManageSieveConfig> config, ServerTls tls, Post post, Sasl sasl)
      throws IOException {
    this.config = config;
    this.post = post;
    this.sasl = sasl;
    this.listener = new Listener(wire, config.get().listener(), tls);
  }

  /** Listens; returns the port, which is a free one where the configuration says 0. */
  public int start() throws IOException {
    return listener.start(
        connection -> new SieveSession(connection, config, post.scripts(), sasl).run(),
        ManageSieveServer::refusal);
  }

  private static byte[] refusal(Problem problem) {
    return "BYE (TRYLATER) \"too many connections\"\r\n".getBytes(US_ASCII);
  }

  /** Ends every session at its next command. */
  @Override
  public void close() {
    listener.close();
  }
}
