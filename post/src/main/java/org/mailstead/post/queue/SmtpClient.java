package org.mailstead.post.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.post.route.Route;
import org.mailstead.post.tls.TlsFailure;
import org.mailstead.post.tls.TlsProblem;
import org.mailstead.post.tls.TlsResults;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Connector;
import org.mailstead.wire.PeerIdentity;
import org.mailstead.wire.Timeouts;

/** A conversation with another server (RFC 5321), from the greeting to QUIT. For one thread. */
final class SmtpClient implements AutoCloseable {
  private final Connection connection;
  private final Servers.Stop stop;
  private final SmtpTimes times;
  private Offer offer = Offer.NOTHING;
  private int transactions;
  private boolean hopeless;
  private Optional<TlsProblem> problem = Optional.empty();
  private boolean known;

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

  /** The server is there, and does not let us in. */
  static final class NotSignedIn extends IOException {
    NotSignedIn(String why) {
      super(why);
    }
  }

  /** The server turns out to be this one. */
  static final class Ourselves extends IOException {
    Ourselves() {
      super("the server there is this one");
    }
  }

  private SmtpClient(Connection connection, Servers.Stop stop, SmtpTimes times) {
    this.connection = connection;
    this.stop = stop;
    this.times = times;
  }

  /**
   * Who talks to whom.
   *
   * @param ourselves our own name, by which we know ourselves
   * @param results is told how it goes
   */
  record Caller(
      Connector connector,
      String ourselves,
      SmtpTimes times,
      TlsResults results,
      InstantSource clock) {}

  /**
   * Connects and says hello; encrypts when the server can. Whether that is enough is for the caller
   * to decide: see {@link #problem}.
   *
   * @param tls whether to try
   * @throws TlsFailed when encryption was offered and did not work
   */
  static SmtpClient open(Caller caller, Servers.Stop stop, boolean tls) throws IOException {
    SmtpTimes times = caller.times();
    Connection connection = connect(caller, stop);
    var client = new SmtpClient(connection, stop, times);
    boolean opened = false;
    try {
      client.hello(caller, tls);
      opened = true;
      return client;
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  private static Connection connect(Caller caller, Servers.Stop stop) throws IOException {
    Connector connector = caller.connector();
    Duration patience = caller.times().connect();
    int port = stop.manner().port();
    Optional<InetAddress> source = stop.manner().source();
    if (source.isEmpty()) {
      return connector.connect(stop.address(), port, patience, Timeouts.DEFAULT);
    }
    try {
      return connector.connectFrom(source.get(), stop.address(), port, patience, Timeouts.DEFAULT);
    } catch (BindException e) {
      throw new IOException(
          "this machine has no address " + source.get().getHostAddress() + " to send from", e);
    }
  }

  /** Encryption was offered and did not work. */
  static final class TlsFailed extends IOException {
    TlsFailed(IOException cause) {
      super("TLS failed: " + cause.getMessage(), cause);
    }

    TlsProblem problem(Servers.Stop stop) {
      String why = stop.demand().mechanism() + ": " + getMessage();
      return new TlsProblem(TlsFailure.VALIDATION_FAILURE, why);
    }
  }

  private void hello(Caller caller, boolean tls) throws IOException {
    if (stop.manner().implicitTls()) {
      encrypt(caller);
    }
    Reply greeting = read(times.answer());
    if (!greeting.isDone()) {
      throw new Unwilling(greeting);
    }
    // A relay on this machine may well have our name; a circle of them ends by its Received fields.
    if (!stop.manner().relay()
        && greeting.text().split(" ", 2)[0].equalsIgnoreCase(caller.ourselves())) {
      throw new Ourselves();
    }
    ehlo();
    if (!tls || isEncrypted()) {
      return;
    }
    if (!offer.has("STARTTLS")) {
      plain("the server does not offer STARTTLS");
      return;
    }
    Reply go = command("STARTTLS");
    if (go.code() != 220) {
      plain("the server refuses STARTTLS: " + go.code() + " " + go.text());
      return; // RFC 3207 section 4: it goes on in the clear
    }
    encrypt(caller);
    ehlo();
  }

  private void encrypt(Caller caller) throws IOException {
    PeerIdentity peer;
    try {
      peer = caller.connector().startTls(connection, stop.demand().serverName(stop.host()));
    } catch (IOException e) {
      throw new TlsFailed(e);
    }
    problem = stop.demand().check(peer, caller.clock().instant());
    known = stop.demand().isMet(peer, caller.clock().instant());
  }

  private void plain(String why) {
    String mechanism = stop.demand().mechanism();
    problem =
        Optional.of(new TlsProblem(TlsFailure.STARTTLS_NOT_SUPPORTED, mechanism + ": " + why));
  }

  private void ehlo() throws IOException {
    String ourselves = stop.manner().name();
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

  /**
   * Signs in, as the route says.
   *
   * @throws NotSignedIn when that does not work
   */
  void signIn(Route.Login login) throws IOException {
    if (!isKnown() && !connection.fromThisMachine()) {
      throw new NotSignedIn("no password is said over a connection that is not safe");
    }
    Reply reply;
    try {
      reply = new SmtpLogin(this::command, offer).signIn(login);
    } catch (IOException e) {
      throw new NotSignedIn("no sign-in: " + e.getMessage());
    }
    if (!reply.isDone()) {
      throw new NotSignedIn("no sign-in: " + reply.code() + " " + reply.text());
    }
  }

  Offer offer() {
    return offer;
  }

  String host() {
    return stop.host();
  }

  Servers.Stop stop() {
    return stop;
  }

  /** Why the connection is not what the server's demand asks for; empty when it is. */
  Optional<TlsProblem> problem() {
    return problem;
  }

  /** Whether it is encrypted, and the server is the one that its name means. */
  boolean isKnown() {
    return known;
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
   * Sends MAIL and RCPTs, in one go with DATA when the server can (RFC 2920).
   *
   * @param data whether DATA may go along: an answer beyond those to RCPTs is the one to it
   * @return the answer to MAIL, and to each RCPT when that was good
   */
  List<Reply> envelope(String mail, List<String> rcpts, boolean data) throws IOException {
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
    if (data) {
      send("DATA");
    }
    connection.out().flush();
    for (int i = 0; i <= rcpts.size() && isUsable(); i++) {
      replies.add(read(times.answer()));
    }
    if (data && isUsable()) {
      replies.add(read(times.data()));
    }
    return replies;
  }

  /**
   * Sends no message after all to a server that waits for one: RFC 2920 section 3.1 wants a dot,
   * and whoever has no recipient has nobody to give it to.
   */
  void nothing() {
    boolean answered = false;
    try {
      send(".");
      connection.out().flush();
      var _ = read(times.end());
      answered = true;
    } catch (IOException _) {
      // What was asked of it is decided.
    } finally {
      hopeless |= !answered;
    }
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
      var stuffing = new DotStuffing(connection.out()::write);
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
