package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.identity.Directory;
import org.mailstead.post.Arriving;
import org.mailstead.post.Delegations;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.sending.Authorship;
import org.mailstead.post.sending.Submission;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Where our own people hand in mail that is in a mailbox already, by whatever protocol: checked,
 * counted and signed as it is when it comes by SMTP. Bcc stays behind.
 */
public final class Counter {
  private final Post post;
  private final Queue queue;
  private final Addressees addressees;
  private final Authorship authorship;
  private final String hostname;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Counter(
      Post post, Queue queue, Directory directory, String hostname, InstantSource clock) {
    this.post = post;
    this.queue = queue;
    this.addressees = new Addressees(post, queue, directory);
    this.authorship = new Authorship(directory, post.delegations());
    this.hostname = hostname;
    this.clock = clock;
  }

  /**
   * Who hands something in.
   *
   * @param client where from
   */
  public record Writer(AccountId account, EmailAddress address, Optional<InetAddress> client) {}

  /**
   * What is to be done with it.
   *
   * @param from the reverse-path; empty for mail that nobody is to be told of (RFC 8098 section 3)
   * @param notBefore it is held until then, and can be taken back as long
   * @param record the number of the submission's record, which changes with what becomes of it; one
   *     that nothing has when there is none
   */
  public record Wish(
      Optional<EmailAddress> from,
      List<EmailAddress> to,
      Optional<Instant> notBefore,
      long record) {
    public Wish {
      to = List.copyOf(to);
    }
  }

  /** Whether somebody may send from an address. */
  public boolean maySendAs(AccountId account, EmailAddress from) {
    return !(post.delegations().voice(account, from) instanceof Delegations.Voice.Foreign);
  }

  /**
   * Somebody who cannot be sent to.
   *
   * @throws Refused as {@link Addressees#accept}
   */
  public void check(EmailAddress to) {
    addressees.accept(to, true, false);
  }

  /**
   * Takes a message over.
   *
   * @return its name in the queue
   * @throws Refused NOT_PERMITTED when it is written as somebody else; REFUSED, BUSY when he may
   *     not send now; NOT_FOUND for a recipient; NO_SPACE, UNAVAILABLE
   */
  public String take(Writer writer, ByteSource message, MessageStructure structure, Wish wish)
      throws IOException {
    queue.mayBegin(writer.account());
    authorship.check(structure, writer.account());
    List<Addressees.Accepted> accepted = new ArrayList<>();
    for (EmailAddress to : wish.to()) {
      accepted.add(new Addressees.Accepted(to, addressees.accept(to, true, false), "", Set.of()));
    }
    queue.admit(
        new Submission(writer.account(), writer.client(), wish.to().size(), message.length()));
    List<QueuedMail.To> recipients = addressees.recipients(wish.from(), accepted);
    String id = Submitted.name(random.nextLong(), wish.record());
    var timing = new QueuedMail.Timing(wish.notBefore(), Optional.empty(), 0);
    try (Arriving arriving = post.intake().begin(writer.account())) {
      arriving.write(fields(writer, structure, id).getBytes(US_ASCII));
      write(message, structure, arriving);
      Arriving.Arrived arrived = arriving.finish();
      boolean utf8 = !isAscii(arrived.structure());
      queue.handedIn(
          new QueuedMail(
              id,
              wish.from(),
              arrived.body(),
              new byte[0],
              Optional.of(writer.account()),
              clock.instant(),
              new QueuedMail.Options(QueuedMail.BodyKind.EIGHT_BIT, utf8, "", false).with(timing),
              recipients));
    }
    return id;
  }

  /** RFC 5321 section 4.4; the address that somebody sits at is nobody else's business. */
  private String fields(Writer writer, MessageStructure structure, String id) {
    String at =
        java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().atOffset(java.time.ZoneOffset.UTC));
    String sender =
        authorship
            .sender(structure, writer.account(), writer.address())
            .map(address -> "Sender: <" + address + ">\r\n")
            .orElse("");
    return "Received: by " + hostname + " with HTTP id " + id + ";\r\n\t" + at + "\r\n" + sender;
  }

  /** The message without its Bcc fields. */
  private static void write(ByteSource message, MessageStructure structure, Arriving out)
      throws IOException {
    List<HeaderField> kept =
        structure.header().stream().filter(field -> !isBcc(field.name())).toList();
    boolean all = kept.size() == structure.header().size();
    long body = structure.body().extent().body();
    if (!all) {
      for (HeaderField field : kept) {
        out.write((field.name() + ":").getBytes(ISO_8859_1));
        out.write(field.value().bytes());
        out.write("\r\n".getBytes(US_ASCII));
      }
      out.write("\r\n".getBytes(US_ASCII));
    }
    long from = all ? 0 : body;
    try (InputStream in = message.open(from, message.length() - from)) {
      in.transferTo(out);
    }
  }

  private static boolean isBcc(String name) {
    return name.equalsIgnoreCase("Bcc") || name.equalsIgnoreCase("Resent-Bcc");
  }

  private static boolean isAscii(MessageStructure structure) {
    for (HeaderField field : structure.header()) {
      for (byte octet : field.value().bytes()) {
        if (octet < 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** How far what somebody handed in has come; empty when it is not known (any more). */
  public Optional<SentMessage> sent(AccountId account, String id) {
    return queue.sent(account, id);
  }

  /** Takes back what nobody has been given yet; false when it is too late. */
  public boolean withdraw(AccountId account, String id) {
    return queue.withdraw(account, id);
  }

  /**
   * An address that mail can be sent to.
   *
   * @throws Refused INVALID
   */
  public static EmailAddress address(String text) {
    return EmailAddress.parse(text)
        .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "address.invalid", text));
  }
}
