package org.mailstead.jmap.mdn;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Recipient;
import org.mailstead.formats.report.DispositionNotification;
import org.mailstead.formats.report.DispositionNotificationWriter;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.submission.Identities;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.EmailEdit;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.queue.Counter;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Sends one MDN (RFC 9007 section 2.1). The keyword is set before it leaves, and taken away again
 * when it does not: so there is never a second one, whatever happens between.
 */
final class MdnSending {
  /** An email that has it has been told of. */
  static final String KEYWORD = "$mdnsent";

  private static final Pattern TYPED = Pattern.compile("(?:(?i:rfc822|utf-8)\\s*;)?\\s*(\\S+)\\s*");
  private static final int ID_BITS = 36;

  private final Post post;
  private final Counter counter;
  private final LongSupplier maxSize;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Emails that are being told of just now. */
  private final Set<Email.Origin> underWay = ConcurrentHashMap.newKeySet();

  /**
   * @param maxSize octets of a message
   */
  MdnSending(Post post, Counter counter, LongSupplier maxSize, InstantSource clock) {
    this.post = post;
    this.counter = counter;
    this.maxSize = maxSize;
    this.clock = clock;
  }

  /** What was sent, and about which email. */
  record Sent(Mdn mdn, String emailId) {}

  /**
   * @throws SetError.Thrown and Refused: nothing was sent
   */
  Sent send(Exchange exchange, Access access, Identities.Identity identity, MdnInput given) {
    AccountEmail email =
        exchange
            .real(given.emailId())
            .flatMap(ObjectIds::parseEmail)
            .flatMap(origin -> access.find(post, origin))
            .orElseThrow(() -> SetError.notFound().thrown());
    if (!underWay.add(email.origin())) {
      throw alreadySent();
    }
    try {
      return once(exchange, access, identity, given, email);
    } finally {
      underWay.remove(email.origin());
    }
  }

  private static SetError.Thrown alreadySent() {
    return new SetError("mdnAlreadySent", KEYWORD + " is set").thrown();
  }

  private Sent once(
      Exchange exchange,
      Access access,
      Identities.Identity identity,
      MdnInput given,
      AccountEmail seen) {
    AccountEmail email =
        access.find(post, seen.origin()).orElseThrow(() -> SetError.notFound().thrown());
    boolean told =
        post.keywords(access.owner()).names(email.flags()).stream()
            .anyMatch(KEYWORD::equalsIgnoreCase);
    if (told) {
      throw alreadySent();
    }
    Email row = post.emails().get(access.owner(), email.number());
    ByteSource bytes = post.emails().bytes(access.owner(), row);
    var asked = new Asked(bytes, BlobStore.structure(bytes)); // what is stored has no header
    List<EmailAddress> to = asked.addresses();
    asked.check(to, given.isAutomatic());
    EmailAddress from =
        EmailAddress.parse(identity.email())
            .orElseThrow(
                () -> new SetError("forbiddenFrom", "the identity has no address").thrown());
    Mdn mdn = mdn(access, from, given, email, asked);
    byte[] message = write(mdn, new Recipient(identity.name(), from), to, asked);
    if (message.length > maxSize.getAsLong()) {
      throw new SetError(
              "tooLarge",
              "larger than what is sent",
              Map.of("maxSize", JmapJson.NODES.numberNode(maxSize.getAsLong())))
          .thrown();
    }
    mark(access, email, true);
    boolean left = false;
    try {
      take(exchange, access, message, to);
      left = true;
    } finally {
      if (!left) {
        mark(access, email, false);
      }
    }
    return new Sent(mdn, ObjectIds.email(email.origin()));
  }

  private void mark(Access access, AccountEmail email, boolean sent) {
    Set<String> keyword = Set.of(KEYWORD);
    var change =
        sent
            ? EmailEdit.Change.by(keyword, Set.<String>of())
            : EmailEdit.Change.by(Set.<String>of(), keyword);
    var edit = new EmailEdit(email.number(), EmailEdit.Change.none(), change);
    for (Problem problem : post.edits().apply(access.owner(), List.of(edit)).values()) {
      throw new Refused(problem);
    }
  }

  // ---- what it says

  private Mdn mdn(
      Access access, EmailAddress from, MdnInput given, AccountEmail email, Asked asked) {
    String finalRecipient =
        given
            .finalRecipient()
            .map(text -> finalRecipient(access, text))
            .orElseGet(() -> DispositionNotification.typed(from));
    var what =
        new DispositionNotification(
            given.reportingUa(),
            Optional.empty(),
            fitting("Original-Recipient", asked.originalRecipient()),
            finalRecipient,
            fitting("Original-Message-ID", asked.messageId()),
            given.disposition(),
            List.of(),
            given.extensions());
    String subject = given.subject().orElseGet(() -> "Receipt: " + asked.subject()).strip();
    return new Mdn(
        Optional.of(ObjectIds.email(email.origin())),
        Optional.of(subject),
        Optional.of(given.text().orElseGet(() -> words(what, asked))),
        given.returned(),
        what);
  }

  /** What the email says of itself in characters that no MDN has is left out. */
  private static Optional<String> fitting(String name, Optional<String> value) {
    return value.filter(text -> DispositionNotificationWriter.fits(name, text));
  }

  private String finalRecipient(Access access, String text) {
    Matcher typed = TYPED.matcher(text);
    EmailAddress address =
        (typed.matches() ? EmailAddress.parse(typed.group(1)) : Optional.<EmailAddress>empty())
            .orElseThrow(() -> SetError.invalid("it is no address", "finalRecipient").thrown());
    if (!counter.maySendAs(access.owner(), address)) {
      throw new SetError("forbiddenFrom", "that address is somebody else's").thrown();
    }
    return DispositionNotification.typed(address);
  }

  private static String words(DispositionNotification what, Asked asked) {
    String happened =
        switch (what.disposition().type()) {
          case DISPLAYED ->
              "was shown to its recipient. That does not mean that it was read or understood";
          case DELETED -> "was deleted; whether it had been read before is not known";
          case DISPATCHED -> "was sent on, printed or filed without being shown to its recipient";
          case PROCESSED -> "was dealt with by a program without being shown to its recipient";
        };
    String about = asked.subject().isBlank() ? "" : " \"" + asked.subject().strip() + "\"";
    return "Your message" + about + " " + happened + ".\n";
  }

  private byte[] write(Mdn mdn, Recipient from, List<EmailAddress> to, Asked asked) {
    Optional<Body.Verbatim> returned =
        mdn.returned()
            ? Optional.of(Body.message(whole(asked), asked.isInternational()))
            : Optional.empty();
    Instant now = clock.instant();
    boolean utf8 = from.address().needsUtf8() || to.stream().anyMatch(EmailAddress::needsUtf8);
    String id = Long.toString(random.nextLong() >>> 1, ID_BITS);
    var message =
        new MessageBuilder(utf8)
            .addresses("From", List.of(from))
            .addresses("To", to.stream().map(Recipient::of).toList())
            .text("Subject", mdn.subject().orElse(""))
            .date(now.atOffset(ZoneOffset.UTC))
            .structured("Message-ID", "<mdn." + id + "@" + from.address().domain() + ">")
            .structured("Auto-Submitted", "auto-replied");
    mdn.what().originalMessageId().ifPresent(about -> message.structured("References", about));
    try {
      return message.toBytes(
          DispositionNotificationWriter.body(mdn.text().orElse(""), mdn.what(), returned));
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written but memory", e);
    }
  }

  private static org.mailstead.formats.mime.Octets whole(Asked asked) {
    return asked
        .whole()
        .orElseThrow(() ->
            SetError.invalid("it cannot stand in another one", "includeOriginalMessage").thrown());
  }

  // ---- on its way

  /** With an empty reverse-path: nobody is told of an MDN (RFC 8098 section 3). */
  private void take(Exchange exchange, Access access, byte[] message, List<EmailAddress> to) {
    var caller = exchange.caller();
    var writer = new Counter.Writer(caller.account(), caller.address(), caller.client());
    long record = post.records().reserve(access.owner()); // which nothing has
    var wish = new Counter.Wish(Optional.empty(), to, Optional.empty(), record);
    try {
      counter.take(writer, ByteSource.of(message), MessageStructure.of(message), wish);
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "message.store");
    } catch (Refused e) {
      String key = e.problem().key();
      if (key.equals("submission.from") || key.equals("submission.sender")) {
        throw new SetError("forbiddenFrom", "it is written as somebody else").thrown();
      }
      if (e.problem().kind() == Problem.Kind.BUSY) {
        throw new SetError("rateLimit", key).thrown();
      }
      throw e;
    }
  }
}
