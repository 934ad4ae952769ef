package org.mailstead.post.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Connector;
import org.mailstead.wire.Timeouts;

/** A conversation with another server (RFC 5321), from the greeting to QUIT. For one thread. */
final class SmtpClient implements AutoCloseable {
  private final Connection connection;
  private final String host;
  private final SmtpTimes times;
  private Offer offer = Offer.NOTHING;
  private int transactions;
  private boolean hopeless;

  /** The server will not talk to us: nothing was sent. */
  static final class Unwilling extends IOException {
    private final transient Reply reply;

    Unwilling(Reply reply) {
      super(reply.code() + " " + reply.text());
      this.reply = reply;
    }

    Reply reply() {
      return reply;
    }
  }

  /** The server turns out to be this one. */
  static final class Ourselves extends IOException {
    Ourselves() {
      super("the server there is this one");
    }
  }

  private SmtpClient(Connection connection, String host, SmtpTimes times) {
    this.connection = connection;
    this.host = host;
    this.times = times;
  }

  /**
   * Connects and says hello; encrypts when the server can.
   *
   * @param ourselves our name for EHLO
   * @param tls whether to try
   * @throws TlsFailed when encryption was offered and did not work: try without
   */
  static SmtpClient open(
      Connector connector,
      Routes.Stop stop,
      int port,
      String ourselves,
      SmtpTimes times,
      boolean tls)
      throws IOException {
    Connection connection =
        connector.connect(stop.address(), port, times.connect(), Timeouts.DEFAULT);
    var client = new SmtpClient(connection, stop.host(), times);
    boolean opened = false;
    try {
      client.hello(connector, ourselves, tls);
      opened = true;
      return client;
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  /** Encryption was offered and did not work. */
  static final class TlsFailed extends IOException {
    TlsFailed(IOException cause) {
      super("TLS failed: " + cause.getMessage(), cause);
    }
  }

  private void hello(Connector connector, String ourselves, boolean tls) throws IOException {
    Reply greeting = read(times.answer());
    if (!greeting.isDone()) {
      throw new Unwilling(greeting);
    }
    if (greeting.text().split(" ", 2)[0].equalsIgnoreCase(ourselves)) {
      throw new Ourselves();
    }
    ehlo(ourselves);
    if (!tls || !offer.has("STARTTLS")) {
      return;
    }
    Reply go = command("STARTTLS");
    if (go.code() != 220) {
      return; // RFC 3207 section 4: it goes on in the clear
    }
    try {
      connector.startTls(connection, host);
    } catch (IOException e) {
      throw new TlsFailed(e);
    }
    ehlo(ourselves);
  }

  private void ehlo(String ourselves) throws IOException {
    Reply reply = command("EHLO " + ourselves);
    if (reply.isDone()) {
      offer = Offer.of(reply);
      return;
    }
    Reply older = reply.code() == 421 ? reply : command("HELO " + ourselves);
    if (!older.isDone()) {
      throw new Unwilling(older);
    }
    offer = Offer.NOTHING;
  }

  Offer offer() {
    return offer;
  }

  String host() {
    return host;
  }

  boolean isEncrypted() {
    return connection.tls().isPresent();
  }

  int transactions() {
    return transactions;
  }

  /** Whether another transaction may begin on it. */
  boolean isUsable() {
    return !hopeless;
  }

  private Reply read(Duration atMost) throws IOException {
    connection.idleTimeout(atMost);
    boolean understood = false;
    try {
      Reply reply = Reply.read(() -> connection.in().readLine(Reply.MAX_LINE));
      understood = reply.code() != 421;
      return reply;
    } finally {
      hopeless |= !understood;
    }
  }

  private void send(String line) throws IOException {
    connection.out().print(line).crlf();
  }

  private Reply command(String line) throws IOException {
    send(line);
    connection.out().flush();
    return read(times.answer());
  }

  /**
   * Sends MAIL and RCPTs, in one go when the server can (RFC 2920).
   *
   * @return the answer to MAIL, and to each RCPT when that was good
   */
  List<Reply> envelope(String mail, List<String> rcpts) throws IOException {
    transactions++;
    List<Reply> replies = new ArrayList<>();
    if (!offer.has("PIPELINING")) {
      replies.add(command(mail));
      for (int i = 0; i < rcpts.size() && replies.getFirst().isDone() && isUsable(); i++) {
        replies.add(command(rcpts.get(i)));
      }
      return replies;
    }
    send(mail);
    for (String rcpt : rcpts) {
      send(rcpt);
    }
    connection.out().flush();
    for (int i = 0; i <= rcpts.size() && isUsable(); i++) {
      replies.add(read(times.answer()));
    }
    return replies;
  }

  /** Forgets a transaction that was begun. */
  void reset() {
    try {
      hopeless |= !command("RSET").isDone();
    } catch (IOException _) {
      hopeless = true;
    }
  }

  /** DATA: true when the server waits for the message. */
  Reply data() throws IOException {
    send("DATA");
    connection.out().flush();
    return read(times.data());
  }

  /** The message after DATA. Until its answer is there nobody knows who has it. */
  Reply message(byte[] prefix, InputStream body) throws IOException {
    boolean sent = false;
    try {
      var stuffing = new DotStuffing(connection.out());
      stuffing.write(new ByteArrayInputStream(prefix));
      stuffing.write(body);
      stuffing.end();
      connection.out().flush();
      sent = true;
    } finally {
      hopeless |= !sent;
    }
    return read(times.end());
  }

  /** The message in one chunk, its octets as they are (RFC 3030). */
  Reply chunk(byte[] prefix, InputStream body, long size) throws IOException {
    boolean sent = false;
    try {
      send(String.format(Locale.ROOT, "BDAT %d LAST", size));
      connection.out().write(prefix);
      long copied = prefix.length + connection.out().copy(body);
      connection.out().flush();
      sent = copied == size;
    } finally {
      hopeless |= !sent;
    }
    if (!sent) {
      throw new IOException("the message has not the size that it is stored with");
    }
    return read(times.end());
  }

  /** Says goodbye, for as long as that takes no time. */
  @Override
  public void close() {
    try (connection) {
      if (!hopeless) {
        send("QUIT");
        connection.out().flush();
      }
    } catch (IOException _) {
      // It has gone first.
    }
  }
}
