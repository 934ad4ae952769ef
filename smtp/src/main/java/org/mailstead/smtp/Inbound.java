package org.mailstead.smtp;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Recipient;
import org.mailstead.identity.signin.Login;
import org.mailstead.post.Arriving;
import org.mailstead.post.Delegations;
import org.mailstead.post.MailQueue;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Passage;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Reason;
import org.mailstead.post.queue.Addressees;
import org.mailstead.post.sending.Submission;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * Takes a message and hands it over. One local recipient: straight into the account, in the one
 * commit that earns the 250. Several, or others' servers: into the queue.
 */
final class Inbound {
  private static final System.Logger LOG = System.getLogger(Inbound.class.getName());

  private final Supplier<SmtpConfig> config;
  private final Post post;
  private final MailQueue queue;
  private final ProvenanceConfig provenance;
  private final Addressees addressees;
  private final Inspections inspections;
  private final MessageCheck messages;
  private final TraceFields trace;
  private final Optional<Door> door;
  private final InstantSource clock;
  private final Reported reported;
  private final SecureRandom random = new SecureRandom();

  Inbound(
      Supplier<SmtpConfig> config,
      Post post,
      MailQueue queue,
      Directory directory,
      ProvenanceConfig provenance,
      InstantSource clock) {
    this.provenance = provenance;
    this.door =
        provenance
            .outside()
            .map(outside ->
                new Door(
                    () -> outside.get().door(), client -> outside.get().trusts(client), clock));
    this.addressees = new Addressees(post, queue, directory);
    String hostname = config.get().hostname();
    this.inspections = new Inspections(hostname, provenance, clock);
    this.messages = new MessageCheck(hostname, directory, post.delegations());
    this.trace = new TraceFields(hostname);
    this.config = config;
    this.post = post;
    this.queue = queue;
    this.reported = new Reported(queue, directory);
    this.clock = clock;
  }

  Addressees addressees() {
    return addressees;
  }

  /** The limits of strangers; empty where there are none. */
  Optional<Door> door() {
    return door;
  }

  /** A stranger asked for somebody who is not here. */
  void guessed(InetAddress client) {
    door.ifPresent(limits -> limits.unknownRecipient(client));
    provenance
        .outside()
        .ifPresent(outside -> outside.get().reputation().addUnknownRecipient(client));
  }

  /**
   * Whether one who has signed in may begin a message.
   *
   * @throws Refused REFUSED, BUSY
   */
  void mayBegin(AccountId sender) {
    queue.mayBegin(sender);
  }

  /** Whether somebody may write from an address: his own, or that of one for whom he acts. */
  boolean maySendAs(AccountId account, EmailAddress from) {
    return !(post.delegations().voice(account, from) instanceof Delegations.Voice.Foreign);
  }

  Instant now() {
    return clock.instant();
  }

  Sink begin(Transaction transaction, Client client) {
    Optional<AccountId> holder =
        client.login().map(Login::account).or(() -> firstAccount(transaction));
    Arriving arriving =
        holder.isPresent()
            ? post.intake().begin(holder.get())
            : post.intake().begin(TenantId.FIRST);
    String id =
        Long.toString(random.nextLong() >>> 1, 36) + Long.toString(random.nextLong() >>> 1, 36);
    return new Sink(
        id,
        arriving,
        inspections.of(transaction, client, id),
        config.get().hostname(),
        client,
        config.get().maxSize());
  }

  private static Optional<AccountId> firstAccount(Transaction transaction) {
    return transaction.recipients().stream()
        .flatMap(r -> accounts(r.recipient()).stream())
        .findFirst();
  }

  private static List<AccountId> accounts(Recipient recipient) {
    return recipient instanceof Recipient.Local(var accounts, _, _) ? accounts : List.of();
  }

  /** Takes the message over, or says why not: one answer, or one for each recipient. */
  List<Reply> finish(Transaction transaction, Sink sink, boolean each) throws IOException {
    String id = sink.id();
    try {
      sink.end();
      door.ifPresent(limits -> limits.octets(sink.client().address(), sink.octets()));
      sink.check();
      if (sink.discards()) {
        LOG.log(INFO, "thrown away id={0}, as a hook wants it", id);
        return List.of(Reply.of(250, "2.0.0", "taken as " + id));
      }
      if (each && transaction.recipients().size() > 1) {
        return eachAlone(transaction, sink, id);
      }
      admit(transaction, sink);
      take(transaction, sink, id);
      LOG.log(INFO, () -> accepted(transaction, sink, id));
      return List.of(Reply.of(250, "2.0.0", "taken as " + id));
    } catch (Refused e) {
      passed(transaction, sink, id, "", Passage.Fate.REFUSED, "refused: " + e.problem());
      LOG.log(INFO, "refused id={0} session={1}: {2}", id, sink.client().session(), e.problem());
      return List.of(Reply.of(e.problem()));
    } catch (IOException e) {
      LOG.log(WARNING, "message " + id + " could not be stored", e);
      return List.of(Reply.of(Problem.of(Problem.Kind.UNAVAILABLE, "message.store")));
    }
  }

  /** Counts what our own people send. */
  private void admit(Transaction transaction, Sink sink) {
    Client client = sink.client();
    client
        .login()
        .ifPresent(login ->
            queue.admit(
                new Submission(
                    login.account(),
                    Optional.of(client.address()),
                    transaction.recipients().size(),
                    sink.octets())));
  }

  /** For the operator's trace. */
  private void passed(
      Transaction transaction,
      Sink sink,
      String id,
      String messageId,
      Passage.Fate fate,
      String what) {
    Client client = sink.client();
    var words = new StringBuilder(what);
    words
        .append("; by ")
        .append(client.name())
        .append(" [")
        .append(client.address().getHostAddress());
    words.append("] session ").append(client.session());
    client.login().ifPresent(login -> words.append(" signed in as ").append(login.address()));
    words.append(client.tls().isPresent() ? "" : " without TLS");
    sink.reasons().forEach(r -> words.append("; ").append(r.who()).append(' ').append(r.what()));
    queue.passed(
        new Passage(
            id,
            clock.instant(),
            transaction.from(),
            transaction.recipients().stream().map(Addressees.Accepted::address).toList(),
            messageId,
            fate,
            words.toString()));
  }

  private static String messageId(MessageStructure structure) {
    String id = structure.field("Message-ID").map(Octets::latin1).orElse("").strip();
    return id.length() <= 500 ? id : "";
  }

  private static String accepted(Transaction transaction, Sink sink, String id) {
    String from = transaction.from().map(EmailAddress::toString).orElse("");
    int count = transaction.recipients().size();
    String session = sink.client().session();
    return "accepted id=" + id + " session=" + session + " from=<" + from + "> recipients=" + count;
  }

  private void take(Transaction transaction, Sink sink, String id) throws IOException {
    if (Reported.isNamed(transaction)) {
      Arriving.Arrived arrived = sink.arriving().finish();
      messages.check(arrived.structure(), sink.client());
      Transaction rest = reported.take(transaction, arrived, sink.reasons());
      passed(
          transaction,
          sink,
          id,
          messageId(arrived.structure()),
          Passage.Fate.TAKEN,
          "taken as a report");
      if (!rest.recipients().isEmpty()) {
        enqueue(rest, addressees.recipients(rest.from(), rest.recipients()), arrived, sink, id);
      }
      return;
    }
    List<QueuedMail.To> recipients =
        addressees.recipients(transaction.from(), transaction.recipients());
    Optional<QueuedMail.To> only =
        recipients.size() == 1 ? Optional.of(recipients.getFirst()) : Optional.empty();
    if (only.isPresent()
        && only.get().target() instanceof QueuedMail.Target.Here here
        && transaction.options().timing().notBefore().isEmpty()
        && only.get().reportOn().stream().noneMatch(n -> n == QueuedMail.Notify.SUCCESS)) {
      deliver(transaction, sink, id, here, only.get());
      return;
    }
    Arriving.Arrived arrived = sink.arriving().finish();
    messages.check(arrived.structure(), sink.client());
    enqueue(transaction, recipients, arrived, sink, id);
  }

  private void enqueue(
      Transaction transaction,
      List<QueuedMail.To> recipients,
      Arriving.Arrived arrived,
      Sink sink,
      String id)
      throws IOException {
    Optional<EmailAddress> only =
        recipients.size() == 1 ? Optional.of(recipients.getFirst().address()) : Optional.empty();
    queue.accept(
        new QueuedMail(
            id,
            transaction.from(),
            arrived.body(),
            prefix(transaction, sink, id, only, arrived),
            sink.client().login().map(Login::account),
            clock.instant(),
            transaction.options(arrived.structure()),
            // Backscatter: reports that hit whoever was put into a forged MAIL FROM.
            sink.doubtsSender()
                ? recipients.stream().map(QueuedMail.To::untold).toList()
                : recipients));
    passed(
        transaction,
        sink,
        id,
        messageId(arrived.structure()),
        Passage.Fate.TAKEN,
        "taken into the queue");
  }

  private void deliver(
      Transaction transaction, Sink sink, String id, QueuedMail.Target.Here here, QueuedMail.To to)
      throws IOException {
    Arriving.Arrived arrived = sink.arriving().finish(here.account());
    messages.check(arrived.structure(), sink.client());
    byte[] trace = prefix(transaction, sink, id, Optional.of(to.address()), arrived);
    byte[] path = Trace.bytes(Trace.returnPath(transaction.from()));
    byte[] prefix = new byte[path.length + trace.length];
    System.arraycopy(path, 0, prefix, 0, path.length);
    System.arraycopy(trace, 0, prefix, path.length, trace.length);
    queue.deliver(
        here.account(),
        transaction.from(),
        to.address(),
        new NewMessage(
            arrived.body(),
            prefix,
            arrived.structure(),
            arrived.preview(),
            Set.of(),
            date(),
            reasons(sink, to, here)),
        id);
    sink.client()
        .login()
        .ifPresent(login ->
            queue.deliveredAtOnce(
                login.account(), transaction.from(), id, to.address(), here.account()));
    String where = "delivered into mailbox " + here.account() + " as " + here.why();
    passed(transaction, sink, id, messageId(arrived.structure()), Passage.Fate.TAKEN, where);
  }

  private List<Reason> reasons(Sink sink, QueuedMail.To to, QueuedMail.Target.Here here) {
    List<Reason> reasons = new ArrayList<>(sink.reasons());
    reasons.add(
        new Reason("delivery", here.why().name(), to.address().toString(), clock.instant()));
    return reasons;
  }

  /** LMTP: each recipient succeeds or fails alone, so each gets a delivery of its own. */
  private List<Reply> eachAlone(Transaction transaction, Sink sink, String id) throws IOException {
    Arriving.Arrived arrived = sink.arriving().finish();
    List<Reply> replies = new ArrayList<>();
    for (Addressees.Accepted recipient : transaction.recipients()) {
      var one = new Transaction(transaction.from(), transaction.options());
      one.add(recipient);
      replies.add(queueOne(one, arrived, sink, id + "." + replies.size()));
    }
    return replies;
  }

  private Reply queueOne(Transaction given, Arriving.Arrived arrived, Sink sink, String id)
      throws IOException {
    try {
      messages.check(arrived.structure(), sink.client());
      Transaction one =
          Reported.isNamed(given) ? reported.take(given, arrived, sink.reasons()) : given;
      if (one.recipients().isEmpty()) {
        passed(
            given,
            sink,
            id,
            messageId(arrived.structure()),
            Passage.Fate.TAKEN,
            "taken as a report");
        return Reply.of(250, "2.0.0", "taken as " + id);
      }
      var to = Optional.of(one.recipients().getFirst().address());
      queue.accept(
          new QueuedMail(
              id,
              one.from(),
              arrived.body(),
              prefix(one, sink, id, to, arrived),
              Optional.empty(),
              clock.instant(),
              one.options(arrived.structure()),
              addressees.recipients(one.from(), one.recipients())));
      passed(
          one,
          sink,
          id,
          messageId(arrived.structure()),
          Passage.Fate.TAKEN,
          "taken into the queue");
      return Reply.of(250, "2.0.0", "taken as " + id);
    } catch (Refused e) {
      return Reply.of(e.problem());
    }
  }

  private byte[] prefix(
      Transaction transaction,
      Sink sink,
      String id,
      Optional<EmailAddress> to,
      Arriving.Arrived arrived)
      throws IOException {
    byte[] traced = trace.of(transaction, sink, id, to, arrived.structure(), date());
    Optional<EmailAddress> sender = messages.sender(arrived.structure(), sink.client());
    if (sender.isEmpty()) {
      return traced;
    }
    byte[] field = Trace.bytes("Sender: <" + sender.get() + ">\r\n");
    byte[] all = Arrays.copyOf(traced, traced.length + field.length);
    System.arraycopy(field, 0, all, traced.length, field.length);
    return all;
  }

  private OffsetDateTime date() {
    return Instant.ofEpochMilli(clock.millis()).atOffset(ZoneOffset.UTC);
  }
}
