package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.post.MailQueue;
import org.mailstead.post.Post;
import org.mailstead.wire.Listener;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.Wire;
import org.mailstead.words.Problem;

/** One SMTP, submission or LMTP port. The only public class of this room but its settings. */
public final class SmtpServer implements AutoCloseable {
  private final Supplier<SmtpConfig> config;
  private final Inbound inbound;
  private final Sasl sasl;
  private final Listener listener;

  /** One whose settings do not change. Opens nothing yet. */
  public SmtpServer(
      Wire wire,
      SmtpConfig config,
      ServerTls tls,
      Post post,
      MailQueue queue,
      Directory directory,
      Sasl sasl,
      ProvenanceConfig provenance,
      InstantSource clock)
      throws IOException {
    this(wire, () -> config, tls, post, queue, directory, sasl, provenance, clock);
  }

  /**
   * Opens nothing yet.
   *
   * @param config asked whenever something of it counts; the listener is as it was at first
   */
  public SmtpServer(
      Wire wire,
      Supplier<SmtpConfig> config,
      ServerTls tls,
      Post post,
      MailQueue queue,
      Directory directory,
      Sasl sasl,
      ProvenanceConfig provenance,
      InstantSource clock)
      throws IOException {
    this.config = config;
    this.sasl = sasl;
    this.inbound = new Inbound(config, post, queue, directory, provenance, clock);
    this.listener = new Listener(wire, config.get().listener(), tls);
  }

  /** Listens; returns the port, which is a free one where the configuration says 0. */
  public int start() throws IOException {
    return listener.start(
        connection -> new SmtpSession(connection, config, inbound, sasl).run(),
        SmtpServer::refusal);
  }

  private static byte[] refusal(Problem problem) {
    return "421 4.7.0 too many connections; try again later\r\n".getBytes(US_ASCII);
  }

  /** Says 421 to every session and waits for what is under way. */
  @Override
  public void close() {
    listener.close();
  }
}
