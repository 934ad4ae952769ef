package org.mailstead.filter.webhook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mailstead.filter.hook.Opinion;
import org.mailstead.filter.verdict.Clue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What such a program answers. */
final class WebAnswer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_FIELDS = 100;
  private static final int MOST_TEXT = 1000;

  private WebAnswer() {}

  /**
   * @throws IOException saying what is wrong with it
   */
  static Opinion parse(byte[] json) throws IOException {
    JsonNode answer;
    try {
      answer = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new IOException("its answer is no JSON", e);
    }
    if (!answer.isObject()) {
      throw new IOException("its answer is no JSON object");
    }
    List<Opinion.Field> fields = new ArrayList<>();
    for (var field : answer.path("fields").properties()) {
      if (fields.size() < MOST_FIELDS) {
        fields.add(new Opinion.Field(field.getKey(), text(field.getValue())));
      }
    }
    JsonNode points = answer.path("points");
    if (!points.isMissingNode() && !points.isIntegralNumber()) {
      throw new IOException("its points are no whole number");
    }
    long number = points.isIntegralNumber() && points.canConvertToLong() ? points.longValue() : 0;
    return new Opinion(
        action(answer.path("action")),
        text(answer.path("reason")),
        Math.clamp(number, -Clue.MOST, Clue.MOST),
        fields,
        List.of());
  }

  private static String text(JsonNode node) {
    String text = node.isString() ? node.stringValue() : "";
    return text.substring(0, Math.min(MOST_TEXT, text.length()));
  }

  private static Opinion.Action action(JsonNode node) throws IOException {
    return switch (node.isMissingNode() ? "none" : text(node).toLowerCase(Locale.ROOT)) {
      case "none", "accept" -> Opinion.Action.NONE;
      case "junk" -> Opinion.Action.JUNK;
      case "reject" -> Opinion.Action.REJECT;
      case "later" -> Opinion.Action.LATER;
      case "discard" -> Opinion.Action.DISCARD;
      default ->
          throw new IOException("its action is none of accept, junk, reject, later, discard");
    };
  }
}
