package org.mailstead.jmap.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.record.Field;
import org.mailstead.jmap.record.RecordMethods;
import org.mailstead.jmap.record.RecordType;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.SenderChoices;
import tools.jackson.databind.JsonNode;

/** Categories, templates and what pages remember, the same on every device. */
public final class SettingsMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:settings";

  /** RFC 8621 section 4.1.1, in lower case, and none of those that mean something already. */
  private static final String KEYWORD = "[!#&'+,./0-9:;<=>?@\\[^_`a-z|}~-]{1,128}";

  private static final int MAX_NAME = 100;
  private static final int MAX_BODY = 25_000;
  private static final int MAX_RECIPIENTS = 100;

  /** Names a keyword, so that a category is seen by every program that shows keywords. */
  static final RecordType CATEGORY =
      new RecordType(
          "Category",
          Records.Kind.CATEGORY,
          'K',
          List.of(
              Field.line("name", "What people call it, at most 100 characters.", MAX_NAME),
              new Field(
                  "keyword",
                  "string",
                  "The keyword that emails of it have; no two have the same.",
                  JmapJson.NODES.missingNode(),
                  SettingsMethods::isKeyword),
              new Field(
                  "color",
                  "string | null",
                  "As #rrggbb.",
                  JmapJson.NODES.nullNode(),
                  value -> value.isNull() || isColor(value)),
              Field.sortOrder()),
          json -> Optional.of(json.path("keyword").asString("")));

  static final RecordType TEMPLATE =
      new RecordType(
          "Template",
          Records.Kind.TEMPLATE,
          'W',
          List.of(
              Field.line("name", "What people call it, at most 100 characters.", MAX_NAME),
              Field.optionalLine("subject", "The email's, at most 998 characters.", 998),
              Field.text("textBody", "In plain text, at most 25,000 characters.", MAX_BODY),
              Field.text("htmlBody", "In HTML, at most 25,000 characters.", MAX_BODY),
              Field.addresses("to", "To whom, at most 100.", MAX_RECIPIENTS),
              Field.addresses("cc", "Who gets a copy.", MAX_RECIPIENTS),
              Field.addresses("bcc", "Who gets one unseen.", MAX_RECIPIENTS),
              Field.sortOrder()));

  /** Heeded when mail arrives ({@link SenderChoices}). */
  static final RecordType SENDER =
      new RecordType(
          "SenderChoice",
          Records.Kind.SENDER,
          'Z',
          List.of(
              new Field(
                  "address",
                  "string",
                  "An address, or @ and a domain; no two are the same.",
                  JmapJson.NODES.missingNode(),
                  value -> value.isString() && SenderChoices.name(value.asString()).isPresent()),
              new Field(
                  "choice",
                  "\"trusted\" | \"blocked\" | \"muted\"",
                  "Never junk when it is from there; always junk; with the keyword $muted.",
                  JmapJson.NODES.missingNode(),
                  value ->
                      Stream.of(SenderChoices.Choice.values())
                          .anyMatch(choice -> choice.word().equals(value.asString(""))))),
          json -> SenderChoices.name(json.path("address").asString("")));

  private final Post post;

  public SettingsMethods(Post post) {
    this.post = post;
  }

  private static boolean isKeyword(JsonNode value) {
    return value.isString() && value.asString().matches(KEYWORD);
  }

  private static boolean isColor(JsonNode value) {
    return value.isString() && value.asString().matches("#[0-9a-f]{6}");
  }

  public void addTo(Methods methods) {
    new RecordMethods(post, CATEGORY).addTo(methods, CAPABILITY);
    new RecordMethods(post, TEMPLATE).addTo(methods, CAPABILITY);
    new RecordMethods(post, SENDER).addTo(methods, CAPABILITY);
    new PreferencesMethods(post).addTo(methods);
  }

  public static List<Schema<?>> schemas() {
    return List.of(
        RecordMethods.schema(CATEGORY),
        RecordMethods.schema(TEMPLATE),
        RecordMethods.schema(SENDER),
        PreferencesMethods.SCHEMA);
  }
}
