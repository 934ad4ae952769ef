package org.mailstead.smtp;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.mailstead.identity.Recipient;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.SaslDialogue;
import org.mailstead.identity.signin.Stay;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.queue.Addressees;
import org.mailstead.wire.Closing;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Line;
import org.mailstead.wire.StartTlsInjection;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** One client's conversation with us, from the greeting to its end. */
final class SmtpSession {
  private static final System.Logger LOG = System.getLogger(SmtpSession.class.getName());

  /** Octets of a command line, with room for long SMTPUTF8 addresses and parameters. */
  private static final int MAX_LINE = 4096;

  /** A client that errs this often is no mail program (RFC 5321 section 4.3.2 lets us go). */
  private static final int MAX_ERRORS = 20;

  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

  private static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "too many errors; goodbye");
  private static final Reply BYE = Reply.of(221, "2.0.0", "goodbye");
  private static final Reply STARTING_TLS = Reply.of(220, "2.0.0", "go ahead");

  private final Connection connection;
  private final Supplier<SmtpConfig> config;
  private final Inbound inbound;
  private final Sasl sasl;

  private Optional<Command.Hello> hello = Optional.empty();
  private Optional<Login> login = Optional.empty();
  private Optional<Stay> stay = Optional.empty();
  private Optional<Transaction> transaction = Optional.empty();
  private Optional<Chunks> chunks = Optional.empty();
  private int errors;
  private boolean open = true;

  SmtpSession(Connection connection, Supplier<SmtpConfig> config, Inbound inbound, Sasl sasl) {
    this.connection = connection;
    this.config = config;
    this.inbound = inbound;
    this.sasl = sasl;
  }

  void run() throws IOException {
    try {
      String kind = isLmtp() ? " LMTP" : " ESMTP";
      say(Reply.plain(220, List.of(config.get().hostname() + kind + " Mailstead")));
      while (open) {
        // Replies to commands that came together leave together (RFC 2920).
        if (connection.in().buffered() == 0) {
          connection.out().flush();
        }
        line();
      }
      connection.out().flush();
    } catch (Closing e) {
      farewell(e);
    } catch (StartTlsInjection e) {
      LOG.log(WARNING, "session {0}: {1}; dropped", connection, e.getMessage());
    } finally {
      chunks.ifPresent(Chunks::abandon);
      stay.ifPresent(Stay::close);
    }
  }

  private boolean isLmtp() {
    return config.get().service() == SmtpConfig.Service.LMTP;
  }

  private boolean isSubmission() {
    return config.get().service() == SmtpConfig.Service.SUBMISSION;
  }

  private void farewell(Closing e) throws IOException {
    Reply reply =
        switch (e.why()) {
          case IDLE, SLOW -> Reply.of(421, "4.4.2", "timed out; goodbye");
          case STOPPING -> Reply.of(421, "4.3.2", "the server is going down; try again");
          case REVOKED -> Reply.of(421, "4.7.0", "the account was switched off");
        };
    say(reply);
    connection.out().flush();
  }

  private void line() throws IOException {
    switch (connection.in().readLine(MAX_LINE)) {
      case Line.End() -> open = false;
      case Line.TooLong(_) -> error(Reply.of(500, "5.5.2", "the line is too long"));
      case Line.Text text -> {
        if (!text.crlf() || text.bareCr()) {
          // Commands end with CRLF only (RFC 5321 section 2.3.8); guessing is how smuggling works.
          error(Reply.of(500, "5.5.2", "lines end with CRLF"));
          return;
        }
        answer(text.octets());
      }
    }
  }

  /** Answers one command; a refused or misspelt one ends here, a broken connection does not. */
  private void answer(byte[] line) throws IOException {
    try {
      execute(Command.parse(line));
    } catch (SyntaxException e) {
      error(e.reply());
    } catch (Refused e) {
      LOG.log(DEBUG, "session {0}: {1}", connection, e.problem());
      error(Reply.of(e.problem()));
    }
  }

  private void say(Reply reply) throws IOException {
    reply.write(connection.out());
  }

  private void error(Reply reply) throws IOException {
    errors++;
    tarpit();
    say(reply);
    if (errors >= MAX_ERRORS) {
      say(TOO_MANY_ERRORS);
      open = false;
    }
  }

  private void tarpit() {
    Duration pause =
        inbound
            .door()
            .map(door -> door.pause(connection.remote().getAddress(), errors))
            .orElse(Duration.ZERO);
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void execute(Command command) throws IOException, SyntaxException {
    if (chunks.isPresent() && !(command instanceof Command.Bdat || isNeutral(command))) {
      throw new SyntaxException(Reply.SEQUENCE); // RFC 3030 section 2
    }
    switch (command) {
      case Command.Hello greeting -> hello(greeting);
      case Command.Mail mail -> mail(mail);
      case Command.Rcpt rcpt -> rcpt(rcpt);
      case Command.Data() -> data();
      case Command.Bdat bdat -> bdat(bdat);
      case Command.Rset() -> {
        reset();
        say(Reply.OK);
      }
      case Command.Verify() -> say(Reply.of(252, "2.5.0", "send some mail and see"));
      case Command.Help() -> say(Reply.of(214, "2.0.0", "see RFC 5321"));
      case Command.Noop() -> say(Reply.OK);
      case Command.Quit() -> {
        say(BYE);
        open = false;
      }
      case Command.StartTls() -> startTls();
      case Command.Auth auth -> auth(auth);
      case Command.Http() -> {
        LOG.log(INFO, "session {0}: speaks HTTP; dropped", connection);
        say(TOO_MANY_ERRORS);
        open = false;
      }
    }
  }

  private static final Reply GO_ON = Reply.of(250, "2.1.0", "go on");

  private static boolean isNeutral(Command command) {
    return switch (command) {
      case Command.Rset _, Command.Quit _, Command.Noop _, Command.Hello _ -> true;
      case Command.Mail _,
          Command.Rcpt _,
          Command.Data _,
          Command.Bdat _,
          Command.Verify _,
          Command.Help _,
          Command.StartTls _,
          Command.Auth _,
          Command.Http _ ->
          false;
    };
  }

  private void reset() {
    transaction = Optional.empty();
    chunks.ifPresent(Chunks::abandon);
    chunks = Optional.empty();
  }

  private void hello(Command.Hello greeting) throws IOException, SyntaxException {
    if (isLmtp() != (greeting.kind() == Command.Hello.Kind.LHLO)) {
      throw new SyntaxException(
          Reply.of(500, "5.5.1", isLmtp() ? "this is LMTP: say LHLO" : "say EHLO"));
    }
    reset();
    hello = Optional.of(greeting);
    if (greeting.kind() == Command.Hello.Kind.HELO) {
      say(Reply.plain(250, List.of(config.get().hostname())));
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(config.get().hostname() + " greets " + greeting.name());
    lines.add("PIPELINING");
    lines.add("SIZE " + config.get().maxSize());
    lines.add("8BITMIME");
    lines.add("SMTPUTF8");
    lines.add("CHUNKING");
    lines.add("BINARYMIME");
    lines.add("DSN");
    lines.add("ENHANCEDSTATUSCODES");
    if (isSubmission()) {
      // RFC 4865 section 3: seconds, and the last moment
      Instant last = inbound.now().plus(Wishes.LONGEST).truncatedTo(ChronoUnit.SECONDS);
      lines.add("XVERP");
      lines.add("FUTURERELEASE " + Wishes.LONGEST.toSeconds() + " " + last);
    }
    if (!isLmtp()) {
      lines.add("DELIVERBY");
      lines.add("MT-PRIORITY");
    }
    lines.add("LIMITS RCPTMAX=" + config.get().maxRecipients());
    if (connection.canStartTls()) {
      lines.add("STARTTLS");
    }
    if (connection.tls().isPresent()) {
      lines.add("REQUIRETLS");
    }
    if (isSubmission() && login.isEmpty()) {
      lines.add("AUTH " + String.join(" ", sasl.mechanisms(channel())));
    }
    say(Reply.plain(250, lines));
  }

  private Sasl.Channel channel() {
    boolean plaintext = connection.hidesPasswords(config.get().plaintextLogin());
    return new Sasl.Channel(
        attempt(), plaintext, connection::channelBinding, connection.clientChain());
  }

  private Attempt attempt() {
    return new Attempt(Protocol.SMTP, connection.remote().getAddress());
  }

  private void startTls() throws IOException, SyntaxException {
    if (!connection.canStartTls()) {
      throw new SyntaxException(Reply.SEQUENCE);
    }
    say(STARTING_TLS);
    connection.out().flush();
    connection.startTls();
    // What was said in the clear may not have been said by the client (RFC 3207 section 4.2).
    reset();
    hello = Optional.empty();
    login = Optional.empty();
    stay.ifPresent(Stay::close);
    stay = Optional.empty();
  }

  private void auth(Command.Auth auth) throws IOException, SyntaxException {
    if (!isSubmission() || hello.isEmpty() || login.isPresent() || transaction.isPresent()) {
      throw new SyntaxException(Reply.SEQUENCE);
    }
    Login known = new AuthExchange(connection, new SaslDialogue(sasl, channel())).run(auth);
    login = Optional.of(known);
    stay = Optional.of(sasl.enter(known, attempt(), connection::revoke));
    LOG.log(INFO, "session {0}: signed in as {1}", connection, known.address());
  }

  private void mail(Command.Mail mail) throws IOException, SyntaxException {
    if (hello.isEmpty() || transaction.isPresent()) {
      throw new SyntaxException(Reply.SEQUENCE);
    }
    if (isSubmission() && login.isEmpty()) {
      throw new SyntaxException(
          sasl.mechanisms(channel()).contains("PLAIN") ? Reply.NEEDS_AUTH : Reply.NEEDS_TLS);
    }
    QueuedMail.Timing asked = new Wishes(mail.parameters(), inbound.now()).timing(isSubmission());
    // RFC 6710 section 5: a stranger's word does not put its mail before that of others.
    boolean lowered = login.isEmpty() && asked.priority() > 0;
    QueuedMail.Options options =
        Transaction.options(mail.parameters())
            .with(lowered ? new QueuedMail.Timing(asked.notBefore(), asked.by(), 0) : asked);
    if (options.verp() && !isSubmission()) {
      throw new SyntaxException(Reply.of(555, "5.5.4", "XVERP is for submitted mail"));
    }
    if (options.tls() == QueuedMail.Tls.REQUIRED && connection.tls().isEmpty()) {
      throw new SyntaxException(Reply.of(555, "5.5.4", "REQUIRETLS is for encrypted sessions"));
    }
    checkSize(mail.parameters().getOrDefault("SIZE", "0"));
    inbound.door().ifPresent(door -> door.message(connection.remote().getAddress()));
    login.ifPresent(known -> inbound.mayBegin(known.account()));
    Optional<EmailAddress> from = mail.from().address();
    if (mail.from().postmaster()) {
      throw new SyntaxException(Reply.of(553, "5.1.7", "a sender has a domain"));
    }
    checkUtf8(from, options);
    if (login.isPresent() && from.isPresent()) {
      if (!inbound.maySendAs(login.get().account(), from.get())) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "submission.sender", from.get().toString());
      }
    }
    transaction = Optional.of(new Transaction(from, options));
    say(lowered ? Reply.of(250, "2.3.6", "go on, with priority 0") : GO_ON);
  }

  private void checkSize(String size) throws SyntaxException {
    if (!SIZE.matcher(size).matches()) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    if (Long.parseLong(size) > config.get().maxSize()) {
      throw new Refused(Problem.Kind.TOO_LARGE, "message.size", size);
    }
  }

  // RFC 6531 section 3.5: such an address is only understood by those who asked for it.
  private static void checkUtf8(Optional<EmailAddress> address, QueuedMail.Options options)
      throws SyntaxException {
    if (address.isPresent() && address.get().needsUtf8() && !options.smtpUtf8()) {
      throw new SyntaxException(Reply.of(553, "5.6.7", "that address needs SMTPUTF8"));
    }
  }

  private void rcpt(Command.Rcpt rcpt) throws IOException, SyntaxException {
    Transaction now = transaction.orElseThrow(() -> new SyntaxException(Reply.SEQUENCE));
    for (String name : rcpt.parameters().keySet()) {
      if (!name.equals("NOTIFY") && !name.equals("ORCPT")) {
        throw new SyntaxException(Reply.of(555, "5.5.4", "unknown parameter " + name));
      }
    }
    if (now.recipients().size() >= config.get().maxRecipients()) {
      throw new Refused(Problem.Kind.TOO_MANY, "recipients");
    }
    EmailAddress address = rcpt.to().address().orElseGet(inbound.addressees()::postmaster);
    checkUtf8(Optional.of(address), now.options());
    Recipient recipient = accepted(address, now.from().isEmpty());
    now.add(
        new Addressees.Accepted(
            address,
            recipient,
            Transaction.original(rcpt.parameters()),
            Transaction.reportOn(rcpt.parameters())));
    say(Reply.of(250, "2.1.5", "fine"));
  }

  private Recipient accepted(EmailAddress address, boolean bounce) {
    InetAddress client = connection.remote().getAddress();
    inbound.door().ifPresent(door -> door.recipient(client));
    try {
      return inbound.addressees().accept(address, login.isPresent(), bounce);
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
        inbound.guessed(client);
      }
      throw e;
    }
  }

  private Transaction ready() throws SyntaxException {
    Transaction now = transaction.orElseThrow(() -> new SyntaxException(Reply.SEQUENCE));
    if (now.recipients().isEmpty()) {
      throw new SyntaxException(Reply.of(554, "5.5.1", "no valid recipients"));
    }
    return now;
  }

  private void data() throws IOException, SyntaxException {
    Transaction now = ready();
    if (now.options().body() == QueuedMail.BodyKind.BINARY) {
      throw new SyntaxException(Reply.of(503, "5.5.1", "binary mail comes by BDAT"));
    }
    // Begun before it is invited: once the client sends, there is no way back.
    Sink sink = inbound.begin(now, client());
    try (sink) {
      say(Reply.of(354, "", "end with a dot on a line of its own"));
      connection.out().flush();
      boolean clean = new DataReader(sink).read(connection.in());
      finish(now, sink, clean);
    } finally {
      reset();
    }
  }

  private void bdat(Command.Bdat bdat) throws IOException, SyntaxException {
    Transaction now;
    Chunks sent;
    try {
      now = ready();
      sent = chunks.isPresent() ? chunks.get() : new Chunks(inbound.begin(now, client()));
    } catch (SyntaxException | Refused e) {
      // The octets come whatever we think of them.
      connection.in().literal(bdat.size()).close();
      throw e;
    }
    chunks = Optional.of(sent);
    boolean binary = now.options().body() == QueuedMail.BodyKind.BINARY;
    sent.take(connection.in(), bdat.size(), binary);
    if (!bdat.last()) {
      say(Reply.of(250, "2.0.0", bdat.size() + " octets taken"));
      return;
    }
    chunks = Optional.empty();
    try (Sink sink = sent.sink()) {
      finish(now, sink, sent.isClean());
    } finally {
      reset();
    }
  }

  /** Ends a message; LMTP wants an answer for each recipient (RFC 2033 section 4.2). */
  private void finish(Transaction now, Sink sink, boolean clean) throws IOException {
    List<Reply> replies =
        clean
            ? inbound.finish(now, sink, isLmtp())
            : List.of(Reply.of(550, "5.6.0", "bare CR, bare LF or NUL in the message"));
    int count = isLmtp() ? now.recipients().size() : 1;
    for (int i = 0; i < count; i++) {
      say(replies.get(Math.min(i, replies.size() - 1)));
    }
  }

  private Client client() {
    return new Client(
        connection.id(),
        connection.remote().getAddress(),
        hello.map(Command.Hello::name).orElse("?"),
        hello.map(Command.Hello::kind).orElse(Command.Hello.Kind.HELO),
        connection.tls(),
        login);
  }
}
