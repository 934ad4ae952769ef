package org.mailstead.jmap.submission;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.formats.jmap.HeaderValue;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.Snoozes;
import org.mailstead.post.queue.Counter;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends emails, takes them back, forgets that they were sent (RFC 8621 section 7.5). */
final class SubmissionSetting implements Setting.Work {
  static final int MOST_RECIPIENTS = 1_000;
  static final Duration LONGEST_HOLD = Duration.ofDays(366);

  private final Post post;
  private final Counter counter;
  private final Snoozes snoozes;
  private final Identities identities;
  private final RecordStates states;
  private final LongSupplier maxSize;
  private final InstantSource clock;
  private final Exchange exchange;
  private final Access access;

  /** The emails of the submissions that were made, changed or removed. */
  private final Map<String, String> emails = new LinkedHashMap<>();

  SubmissionSetting(
      SubmissionParts parts, Identities identities, Exchange exchange, Access access) {
    this.post = parts.post();
    this.counter = parts.counter();
    this.snoozes = parts.snoozes();
    this.identities = identities;
    this.states = parts.states();
    this.maxSize = parts.maxSize();
    this.clock = parts.clock();
    this.exchange = exchange;
    this.access = access;
  }

  @Override
  public String state() {
    return states.now(access);
  }

  /** The email that a submission of this call sent, by the submission's id. */
  Optional<String> email(String submission) {
    return Optional.ofNullable(emails.get(submission));
  }

  private record Envelope(EmailAddress from, List<EmailAddress> to, ObjectNode json) {}

  @Override
  public ObjectNode create(ObjectNode object) {
    for (String name : object.propertyNames()) {
      boolean known =
          List.of("identityId", "emailId", "envelope").contains(name)
              || (name.equals("sentMailboxId") && exchange.uses(SubmissionMethods.SCHEDULED));
      if (!known) {
        throw SetError.invalid("it cannot be given", name).thrown();
      }
    }
    Identities.Identity identity =
        exchange
            .real(object.path("identityId").asString(""))
            .flatMap(id -> identities.find(access, id))
            .orElseThrow(
                () -> SetError.invalid("there is no such identity", "identityId").thrown());
    AccountEmail email =
        exchange
            .real(object.path("emailId").asString(""))
            .flatMap(ObjectIds::parseEmail)
            .flatMap(origin -> access.find(post, origin))
            .orElseThrow(() -> SetError.invalid("there is no such email", "emailId").thrown());
    if (email.size() > maxSize.getAsLong()) {
      throw new SetError(
              "tooLarge",
              "larger than what is sent",
              Map.of("maxSize", JmapJson.NODES.numberNode(maxSize.getAsLong())))
          .thrown();
    }
    Email row = post.emails().get(access.owner(), email.number());
    ByteSource bytes = post.emails().bytes(access.owner(), row);
    MessageStructure structure = BlobStore.structure(bytes); // what is stored has no header
    Envelope envelope = envelope(object.path("envelope"), structure, identity);
    Optional<Instant> hold = hold(envelope.json());
    Optional<MailboxId> sentTo = sentMailbox(object, hold);
    long number = post.records().reserve(access.owner());
    String queueId = send(bytes, structure, envelope, hold, number);
    Optional<MailboxId> scheduled =
        sentTo.map(to -> schedule(email.number(), to, hold.orElseThrow(), queueId));
    var sent = new Sent(number, queueId, envelope, hold, scheduled);
    return keep(object, identity, email, sent);
  }

  /**
   * What has gone to the queue.
   *
   * @param number of its record, which its name in the queue ends with
   */
  private record Sent(
      long number,
      String queueId,
      Envelope envelope,
      Optional<Instant> hold,
      Optional<MailboxId> scheduled) {}

  private Optional<MailboxId> sentMailbox(ObjectNode object, Optional<Instant> hold) {
    String given = object.path("sentMailboxId").asString("");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Optional<MailboxId> mailbox =
        exchange
            .real(given)
            .flatMap(id -> ObjectIds.parseMailbox(access.owner(), id))
            .filter(id -> post.mailboxes().tree(access.owner()).find(id).isPresent());
    if (mailbox.isEmpty()) {
      throw SetError.invalid("there is no such mailbox", "sentMailboxId").thrown();
    }
    if (hold.isEmpty()) {
      throw SetError.invalid("it is sent at once", "sentMailboxId").thrown();
    }
    return mailbox;
  }

  private ObjectNode keep(
      ObjectNode object, Identities.Identity identity, AccountEmail email, Sent what) {
    String sendAt =
        what.hold().orElseGet(clock::instant).truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode json = JmapJson.object();
    json.put("identityId", identity.id());
    json.put("emailId", ObjectIds.email(email.origin()));
    json.put("threadId", ObjectIds.thread(access.owner(), email.thread()));
    json.set("envelope", what.envelope().json());
    json.put("sendAt", sendAt).put("queueId", what.queueId());
    what.scheduled()
        .map(id -> ObjectIds.mailbox(access.owner(), id))
        .ifPresent(id ->
            json.put("sentMailboxId", object.path("sentMailboxId").asString(""))
                .put("scheduledMailboxId", id));
    post.records().create(access.owner(), Records.Kind.SUBMISSION, what.number(), json.toString());
    var sent = counter.sent(access.owner(), what.queueId());
    var seen = new Submissions.Seen(what.number(), json, sent);
    emails.put(seen.id(), seen.text("emailId"));
    ObjectNode made = Submissions.SCHEMA.write(seen);
    made.remove("sentMailboxId");
    if (what.scheduled().isEmpty()) {
      made.remove("scheduledMailboxId");
    }
    object.propertyNames().stream()
        .filter(name -> object.get(name).equals(made.get(name)))
        .forEach(made::remove);
    return made;
  }

  /**
   * After it is in the queue: what is laid there without being in the queue would be taken for sent
   * one day. What cannot be laid there is not sent.
   */
  private MailboxId schedule(long email, MailboxId sentTo, Instant until, String queueId) {
    try {
      return snoozes.schedule(access.owner(), email, sentTo, until);
    } catch (Refused e) {
      counter.withdraw(access.owner(), queueId);
      throw SetError.of(e.problem()).thrown();
    }
  }

  // ---- from whom, to whom

  private Envelope envelope(
      JsonNode given, MessageStructure structure, Identities.Identity identity) {
    if (structure.header().isEmpty() || addresses(structure, "From").isEmpty()) {
      throw new SetError(
              "invalidEmail",
              "it says not from whom it is",
              Map.of("properties", JmapJson.array(List.of("from"))))
          .thrown();
    }
    ObjectNode json = given.isObject() ? (ObjectNode) given.deepCopy() : made(structure, identity);
    if (!given.isObject() && !given.isNull() && !given.isMissingNode()) {
      throw SetError.invalid("it is to be an object", "envelope").thrown();
    }
    String from = json.path("mailFrom").path("email").asString("");
    Optional<EmailAddress> sender = EmailAddress.parse(from);
    if (sender.isEmpty()) {
      throw SetError.invalid("it has no sender", "envelope").thrown();
    }
    if (!counter.maySendAs(access.viewer(), sender.get())) {
      throw new SetError("forbiddenMailFrom", "that address is somebody else's").thrown();
    }
    return new Envelope(sender.get(), recipients(json), json);
  }

  /** RFC 8621 section 7: from Sender or From, to all that are named. */
  private ObjectNode made(MessageStructure structure, Identities.Identity identity) {
    List<String> senders = addresses(structure, "Sender");
    if (senders.isEmpty()) {
      senders = addresses(structure, "From");
    }
    String from = senders.getFirst();
    boolean own =
        EmailAddress.parse(from)
            .filter(address -> counter.maySendAs(access.viewer(), address))
            .isPresent();
    ObjectNode json = JmapJson.object();
    json.putObject("mailFrom").put("email", own ? from : identity.email()).putNull("parameters");
    ArrayNode to = json.putArray("rcptTo");
    Map<String, String> all = new LinkedHashMap<>();
    for (String field : List.of("To", "Cc", "Bcc")) {
      addresses(structure, field)
          .forEach(address -> all.putIfAbsent(address.toLowerCase(java.util.Locale.ROOT), address));
    }
    all.values().forEach(address -> to.addObject().put("email", address).putNull("parameters"));
    return json;
  }

  private static List<String> addresses(MessageStructure structure, String field) {
    var property =
        new HeaderProperty(field, org.mailstead.formats.jmap.HeaderForm.ADDRESSES, false);
    return property
        .lastOf(structure.header())
        .filter(HeaderValue.Addresses.class::isInstance)
        .map(HeaderValue.Addresses.class::cast)
        .map(value -> value.list().stream().map(HeaderValue.Address::email).toList())
        .orElse(List.of());
  }

  private List<EmailAddress> recipients(ObjectNode envelope) {
    JsonNode given = envelope.path("rcptTo");
    if (given.isEmpty()) {
      throw new SetError("noRecipients", "it is to nobody").thrown();
    }
    if (given.size() > MOST_RECIPIENTS) {
      throw new SetError(
              "tooManyRecipients",
              "at most " + MOST_RECIPIENTS,
              Map.of("maxRecipients", JmapJson.NODES.numberNode(MOST_RECIPIENTS)))
          .thrown();
    }
    List<EmailAddress> to = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (JsonNode one : given) {
      String text = one.path("email").asString("");
      Optional<EmailAddress> address = EmailAddress.parse(text).filter(this::canBeSentTo);
      address.ifPresentOrElse(to::add, () -> invalid.add(text));
    }
    if (!invalid.isEmpty()) {
      throw new SetError(
              "invalidRecipients",
              "nothing can be sent there",
              Map.of("invalidRecipients", JmapJson.array(invalid)))
          .thrown();
    }
    return to;
  }

  private boolean canBeSentTo(EmailAddress address) {
    try {
      counter.check(address);
      return true;
    } catch (Refused e) {
      return switch (e.problem().kind()) {
        case NOT_FOUND, INVALID, REFUSED, NOT_LOCAL -> false;
        case EXISTS,
            NOT_PERMITTED,
            NOT_AUTHENTICATED,
            BAD_CREDENTIALS,
            NEEDS_TLS,
            OVER_QUOTA,
            TOO_LARGE,
            TOO_MANY,
            RATE_LIMITED,
            BUSY,
            CONFLICT,
            EXPIRED,
            UNAVAILABLE,
            NO_SPACE,
            UNSUPPORTED,
            LOOP,
            CORRUPT ->
            throw e;
      };
    }
  }

  /** FUTURERELEASE (RFC 4865), the parameters of MAIL in JSON. */
  private Optional<Instant> hold(ObjectNode envelope) {
    JsonNode parameters = envelope.path("mailFrom").path("parameters");
    Optional<Instant> until = Optional.empty();
    for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
      String value = entry.getValue().asString("");
      switch (entry.getKey().toUpperCase(java.util.Locale.ROOT)) {
        case "HOLDFOR" -> until = Optional.of(clock.instant().plusSeconds(seconds(value)));
        case "HOLDUNTIL" -> until = Optional.of(time(value));
        case "ENVID", "RET", "SIZE", "BODY", "SMTPUTF8" -> {} // as it is sent anyway
        case String other -> throw SetError.invalid("no parameter " + other, "envelope").thrown();
      }
    }
    if (until.filter(clock.instant().plus(LONGEST_HOLD)::isBefore).isPresent()) {
      throw SetError.invalid("it is held too long", "envelope").thrown();
    }
    return until.filter(clock.instant()::isBefore);
  }

  private static long seconds(String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw SetError.invalid("HOLDFOR is a number of seconds", "envelope").thrown();
    }
    return Long.parseLong(value);
  }

  private static Instant time(String value) {
    try {
      return java.time.OffsetDateTime.parse(value).toInstant();
    } catch (java.time.format.DateTimeParseException _) {
      throw SetError.invalid("HOLDUNTIL is a date-time", "envelope").thrown();
    }
  }

  private String send(
      ByteSource bytes,
      MessageStructure structure,
      Envelope envelope,
      Optional<Instant> hold,
      long record) {
    var caller = exchange.caller();
    var writer = new Counter.Writer(caller.account(), caller.address(), caller.client());
    try {
      var wish = new Counter.Wish(Optional.of(envelope.from()), envelope.to(), hold, record);
      return counter.take(writer, bytes, structure, wish);
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
    } catch (Refused e) {
      throw switch (e.problem().key()) {
        case "submission.from", "submission.sender" ->
            new SetError("forbiddenFrom", "it is written as somebody else").thrown();
        case String key ->
            switch (e.problem().kind()) {
              case REFUSED, BUSY, RATE_LIMITED -> new SetError("forbiddenToSend", key).thrown();
              case NOT_FOUND,
                  EXISTS,
                  INVALID,
                  NOT_PERMITTED,
                  NOT_AUTHENTICATED,
                  BAD_CREDENTIALS,
                  NEEDS_TLS,
                  OVER_QUOTA,
                  TOO_LARGE,
                  TOO_MANY,
                  CONFLICT,
                  EXPIRED,
                  UNAVAILABLE,
                  NO_SPACE,
                  UNSUPPORTED,
                  NOT_LOCAL,
                  LOOP,
                  CORRUPT ->
                  e;
            };
      };
    }
  }

  // ---- afterwards

  private Submissions.Seen find(String id) {
    return RecordIds.parse(Submissions.LETTER, id)
        .flatMap(number -> post.records().find(access.owner(), Records.Kind.SUBMISSION, number))
        .map(item -> Submissions.Seen.of(counter, access, item))
        .orElseThrow(() -> SetError.notFound().thrown());
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    Submissions.Seen seen = find(id);
    ObjectNode before = Submissions.SCHEMA.write(seen);
    ObjectNode after = Patch.apply(before, patch);
    List<String> changed =
        after.propertyNames().stream()
            .filter(name -> !after.get(name).equals(before.get(name)))
            .toList();
    if (!changed.isEmpty()) {
      boolean cancels =
          changed.equals(List.of("undoStatus"))
              && after.path("undoStatus").asString("").equals("canceled");
      if (!cancels) {
        throw SetError.invalid("it cannot be changed", changed).thrown();
      }
      if (!counter.withdraw(access.owner(), seen.text("queueId"))) {
        throw new SetError("cannotUnsend", "somebody has it already").thrown();
      }
      ObjectIds.parseEmail(seen.text("emailId"))
          .flatMap(origin -> access.find(post, origin))
          .ifPresent(email -> snoozes.unschedule(access.owner(), email.number()));
      post.records()
          .update(
              access.owner(),
              Records.Kind.SUBMISSION,
              seen.number(),
              json -> JmapJson.parseObject(json).put("canceled", true).toString());
    }
    emails.put(seen.id(), seen.text("emailId"));
    return Optional.empty();
  }

  @Override
  public void destroy(String id) {
    Submissions.Seen seen = find(id);
    emails.put(seen.id(), seen.text("emailId"));
    post.records().destroy(access.owner(), Records.Kind.SUBMISSION, seen.number());
  }
}
