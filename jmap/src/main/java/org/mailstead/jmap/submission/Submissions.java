package org.mailstead.jmap.submission;

import java.time.Instant;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.Records;
import org.mailstead.post.queue.Counter;
import org.mailstead.post.queue.QueuedMessage;
import org.mailstead.post.queue.SentMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an EmailSubmission is (RFC 8621 section 7). */
final class Submissions {
  static final char LETTER = 'S';

  /**
   * One as it is kept, with what the queue knows of it now.
   *
   * @param sent empty when the queue has forgotten it
   */
  record Seen(long number, ObjectNode json, Optional<SentMessage> sent) {
    static Seen of(Counter counter, Access access, Records.Item item) {
      ObjectNode json = JmapJson.parseObject(item.json());
      return new Seen(
          item.id(), json, counter.sent(access.owner(), json.path("queueId").asString("")));
    }

    String id() {
      return RecordIds.write(LETTER, number);
    }

    String text(String name) {
      return json.path(name).asString("");
    }

    Optional<String> optional(String name) {
      return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    Instant sendAt() {
      return Instant.parse(text("sendAt"));
    }

    /** Whether it can still be taken back: nobody was given it. */
    String undoStatus() {
      if (json.path("canceled").asBoolean(false)) {
        return "canceled";
      }
      boolean waits =
          sent.isPresent()
              && sent.get().recipients().stream()
                  .allMatch(to ->
                      to.stage() == SentMessage.Stage.QUEUED
                          || to.stage() == SentMessage.Stage.HELD);
      return waits ? "pending" : "final";
    }
  }

  static final Schema<Seen> SCHEMA =
      new Schema<Seen>("EmailSubmission")
          .text("id", "Names it.", Seen::id, Trait.SERVER_SET, Trait.IMMUTABLE)
          .text("identityId", "Whose words.", one -> one.text("identityId"), Trait.IMMUTABLE)
          .text("emailId", "What was sent.", one -> one.text("emailId"), Trait.IMMUTABLE)
          .text(
              "threadId",
              "Its thread.",
              one -> one.text("threadId"),
              Trait.SERVER_SET,
              Trait.IMMUTABLE)
          .add(
              "envelope",
              "Envelope",
              "From whom and to whom, as SMTP has it; HOLDFOR and HOLDUNTIL hold it (RFC 4865).",
              one -> Optional.of(one.json.path("envelope")),
              Trait.IMMUTABLE)
          .text(
              "sendAt",
              "UTCDate; when it leaves or left.",
              one -> one.text("sendAt"),
              Trait.SERVER_SET,
              Trait.IMMUTABLE)
          .text(
              "undoStatus",
              "pending: setting it to canceled takes it back; final; canceled.",
              Seen::undoStatus)
          .add(
              "deliveryStatus",
              "Record<string, DeliveryStatus> | null",
              "How far it has come with each recipient.",
              one -> one.sent.map(Submissions::delivery),
              Trait.SERVER_SET)
          .add(
              "dsnBlobIds",
              "Id[]",
              "Always empty: reports come as mail.",
              _ -> Optional.of(JmapJson.array()),
              Trait.SERVER_SET)
          .add(
              "mdnBlobIds",
              "Id[]",
              "Always empty: they come as mail.",
              _ -> Optional.of(JmapJson.array()),
              Trait.SERVER_SET)
          .optionalText(
              "sentMailboxId",
              "Where the email goes when it is sent; until then it lies in scheduledMailboxId.",
              one -> one.optional("sentMailboxId"),
              Trait.IMMUTABLE,
              Trait.ON_DEMAND)
          .optionalText(
              "scheduledMailboxId",
              "Where the email was laid when it was given.",
              one -> one.optional("scheduledMailboxId"),
              Trait.SERVER_SET,
              Trait.IMMUTABLE,
              Trait.ON_DEMAND);

  private Submissions() {}

  private static JsonNode delivery(SentMessage sent) {
    ObjectNode json = JmapJson.object();
    for (SentMessage.Recipient to : sent.recipients()) {
      json.putObject(to.address().toString())
          .put("smtpReply", reply(to))
          .put("delivered", delivered(to.stage()))
          .put("displayed", "unknown");
    }
    return json;
  }

  private static String delivered(SentMessage.Stage stage) {
    return switch (stage) {
      case QUEUED, DELAYED, HELD -> "queued";
      case DELIVERED -> "yes";
      case SENT -> "unknown";
      case FAILED, THROWN_AWAY -> "no";
    };
  }

  private static String reply(SentMessage.Recipient to) {
    Optional<QueuedMessage.Answer> said = to.answer().filter(answer -> answer.code() > 0);
    if (said.isPresent()) {
      String text = said.get().text();
      return text.startsWith(Integer.toString(said.get().code()))
          ? text
          : said.get().code() + " " + said.get().status() + " " + text;
    }
    return switch (to.stage()) {
      case QUEUED, HELD -> "250 2.0.0 queued";
      case DELIVERED, SENT -> "250 2.1.5 delivered";
      case DELAYED -> "450 4.0.0 tried again later";
      case FAILED -> "550 5.0.0 failed";
      case THROWN_AWAY -> "550 5.7.0 taken out of the queue";
    };
  }
}
