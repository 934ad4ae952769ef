package org.mailstead.jmap.mdn;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.report.DispositionNotification;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message that tells what became of another one (RFC 9007 section 2).
 *
 * @param emailId of the other one, as far as it is known
 * @param returned whether the other one is in it
 */
record Mdn(
    Optional<String> emailId,
    Optional<String> subject,
    Optional<String> text,
    boolean returned,
    DispositionNotification what) {
  static final Schema<Mdn> SCHEMA =
      new Schema<Mdn>("MDN")
          .optionalText(
              "forEmailId", "The email that it is about, where it is known.", Mdn::emailId)
          .optionalText("subject", "Its Subject.", Mdn::subject)
          .optionalText("textBody", "What it says to people.", Mdn::text)
          .flag("includeOriginalMessage", "Whether the email is in it.", Mdn::returned)
          .optionalText("reportingUA", "The program that tells it.", one -> one.what.reportingUa())
          .add(
              "disposition",
              "Disposition",
              "What happened, and who wanted it.",
              one -> Optional.of(disposition(one.what.disposition())))
          .optionalText(
              "mdnGateway",
              "What made it of something else.",
              one -> one.what.gateway(),
              Trait.SERVER_SET)
          .optionalText(
              "originalRecipient",
              "The address that the sender wrote to, with its type.",
              one -> one.what.originalRecipient(),
              Trait.SERVER_SET)
          .optionalText(
              "finalRecipient",
              "Whose reader tells it, with the type: rfc822; ada@example.org.",
              one -> Optional.of(one.what.finalRecipient()))
          .optionalText(
              "originalMessageId",
              "Message-ID of the email.",
              one -> one.what.originalMessageId(),
              Trait.SERVER_SET)
          .add(
              "error",
              "string[] | null",
              "Why something went wrong.",
              one -> some(one.what.errors()).map(JmapJson::array),
              Trait.SERVER_SET)
          .add(
              "extensionFields",
              "Record<string, string> | null",
              "Other fields of the report.",
              Mdn::extensions);

  private static ObjectNode disposition(DispositionNotification.Disposition told) {
    return JmapJson.object()
        .put("actionMode", DispositionNotification.word(told.action()))
        .put("sendingMode", DispositionNotification.word(told.sending()))
        .put("type", DispositionNotification.word(told.type()));
  }

  private static Optional<List<String>> some(List<String> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private static Optional<JsonNode> extensions(Mdn one) {
    if (one.what.extensions().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode json = JmapJson.object();
    one.what.extensions().forEach(json::put);
    return Optional.of(json);
  }
}
