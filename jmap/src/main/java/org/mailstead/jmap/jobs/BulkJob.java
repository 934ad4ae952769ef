package org.mailstead.jmap.jobs;

import java.time.Instant;
import java.util.Optional;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job as it is kept: what a client asked for, and how far it is. Beside what clients see it keeps
 * where it goes on.
 */
record BulkJob(long number, ObjectNode json) {
  private static final char LETTER = 'J';

  static final Schema<BulkJob> SCHEMA =
      new Schema<BulkJob>("Job")
          .text("id", "Names it.", BulkJob::id, Trait.SERVER_SET, Trait.IMMUTABLE)
          .add(
              "type",
              "\"update\" | \"destroy\" | \"undo\" | \"import\" | \"rules\"",
              "What is done to the emails: a file or a server brings some in, or rules are run on them.",
              job -> Optional.of(job.json.path("type")),
              Trait.IMMUTABLE)
          .text(
              "emailAccountId",
              "Whose emails; one's own when nothing is said.",
              job -> job.json.path("emailAccountId").asString(""),
              Trait.IMMUTABLE)
          .add(
              "filter",
              "Record<string, unknown> | null",
              "Which emails, as Email/query has it, of those there are when it begins; {} for all."
                  + " Asked anew for each when its turn comes. Not for undo.",
              job -> job.given("filter"),
              Trait.IMMUTABLE)
          .add(
              "patch",
              "Record<string, unknown> | null",
              "For update: what changes of mailboxIds and keywords, as Email/set has it.",
              job -> job.given("patch"),
              Trait.IMMUTABLE)
          .optionalText(
              "undoOf",
              "For undo: the undoId of an Email/set or of a job that has ended.",
              job -> job.given("undoOf").map(JsonNode::asString),
              Trait.IMMUTABLE)
          .add(
              "ruleIds",
              "Id[] | null",
              "For rules: those that are run, also such as are off. Nothing is sent on.",
              job -> job.given("ruleIds"),
              Trait.IMMUTABLE)
          .optionalText(
              "blobId",
              "For import: the file, an mbox, a message, or a zip of those.",
              job -> job.given("blobId").map(JsonNode::asString),
              Trait.IMMUTABLE)
          .add(
              "server",
              "Record<string, string | number> | null",
              "For import: the server whose IMAP has the mail, in place of a file: host, port,"
                  + " security (tls or starttls), user and password, which is never told again.",
              job -> job.given("server"),
              Trait.IMMUTABLE)
          .optionalText(
              "mailboxId",
              "For import: in which all comes to lie; null to go by the names of folders.",
              job -> job.given("mailboxId").map(JsonNode::asString),
              Trait.IMMUTABLE)
          .add(
              "state",
              "\"running\" | \"done\" | \"cancelled\" | \"failed\"",
              "A client may set it to cancelled; what is done stays done.",
              job -> Optional.of(job.json.path("state")))
          .number(
              "total",
              "Emails that matched when it began, as far as they were counted; of a server all that"
                  + " it has, of a file 0.",
              job -> job.json.path("total").asLong(0),
              Trait.SERVER_SET)
          .number(
              "done",
              "Emails that were changed, or brought in.",
              job -> job.json.path("done").asLong(0),
              Trait.SERVER_SET)
          .number(
              "percent",
              "How much of all was looked at, 0 to 100.",
              job -> job.json.path("percent").asLong(0),
              Trait.SERVER_SET)
          .add(
              "problems",
              "Record<string, number>",
              "How many emails were left out, by the type of SetError; for import also"
                  + " notMessage, and removed for what its file or server says of it.",
              job -> Optional.of(job.json.path("problems")),
              Trait.SERVER_SET)
          .optionalText(
              "undoId",
              "Undoes what it did, once it has ended.",
              job -> job.given("undoId").map(JsonNode::asString),
              Trait.SERVER_SET)
          .optionalText(
              "error",
              "Why it failed.",
              job -> job.given("error").map(JsonNode::asString),
              Trait.SERVER_SET)
          .add("begun", "UTCDate", "When it began.", job -> job.given("begun"), Trait.SERVER_SET)
          .add(
              "ended",
              "UTCDate | null",
              "When it ended; some days later it is forgotten.",
              job -> job.given("ended"),
              Trait.SERVER_SET);

  static String id(long number) {
    return RecordIds.write(LETTER, number);
  }

  static Optional<Long> parse(String id) {
    return RecordIds.parse(LETTER, id);
  }

  String id() {
    return id(number);
  }

  private Optional<JsonNode> given(String property) {
    return Optional.ofNullable(json.get(property)).filter(value -> !value.isNull());
  }

  String type() {
    return json.path("type").asString("");
  }

  String text(String property) {
    return json.path(property).asString("");
  }

  /** Whether it brings in mail from another server. */
  boolean isPull() {
    return type().equals("import") && json.path("server").isObject();
  }

  long count(String property) {
    return json.path(property).asLong(0);
  }

  /** The email or the version up to which all is done. */
  long position() {
    return count("position");
  }

  JsonNode filter() {
    return json.path("filter");
  }

  ObjectNode patch() {
    return json.get("patch") instanceof ObjectNode patch ? patch : JmapJson.object();
  }

  boolean isRunning() {
    return text("state").equals("running");
  }

  Optional<Instant> ended() {
    return given("ended").map(JsonNode::asString).map(Instant::parse);
  }
}
