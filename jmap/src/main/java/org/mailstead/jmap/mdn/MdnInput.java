package org.mailstead.jmap.mdn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.report.DispositionNotification;
import org.mailstead.formats.report.DispositionNotification.Action;
import org.mailstead.formats.report.DispositionNotification.Disposition;
import org.mailstead.formats.report.DispositionNotification.Sending;
import org.mailstead.formats.report.DispositionNotificationParser;
import org.mailstead.formats.report.DispositionNotificationWriter;
import org.mailstead.jmap.core.SetError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a client gives of an MDN (RFC 9007 section 2); whatever is wrong is invalidProperties. */
record MdnInput(
    String emailId,
    Optional<String> subject,
    Optional<String> text,
    boolean returned,
    Optional<String> reportingUa,
    Disposition disposition,
    Optional<String> finalRecipient,
    Map<String, String> extensions) {
  private static final int MOST_SUBJECT = 1_000;
  private static final int MOST_EXTENSIONS = 50;

  private static final Set<String> GIVEN =
      Set.of(
          "forEmailId",
          "subject",
          "textBody",
          "includeOriginalMessage",
          "reportingUA",
          "disposition",
          "finalRecipient",
          "extensionFields");

  static MdnInput read(ObjectNode given) {
    for (String name : given.propertyNames()) {
      boolean serverSet = Mdn.SCHEMA.serverSet().contains(name) && given.get(name).isNull();
      if (!GIVEN.contains(name) && !serverSet) {
        throw SetError.invalid("it cannot be given", name).thrown();
      }
    }
    JsonNode returned = given.path("includeOriginalMessage");
    if (!returned.isMissingNode() && !returned.isBoolean()) {
      throw SetError.invalid("it is neither true nor false", "includeOriginalMessage").thrown();
    }
    Optional<String> subject = text(given, "subject");
    if (subject.filter(some -> some.length() > MOST_SUBJECT).isPresent()) {
      throw SetError.invalid("it is too long", "subject").thrown();
    }
    Optional<String> reportingUa = text(given, "reportingUA");
    if (reportingUa
        .filter(some -> !DispositionNotificationWriter.fits("Reporting-UA", some))
        .isPresent()) {
      throw SetError.invalid("it is no name of a program", "reportingUA").thrown();
    }
    return new MdnInput(
        text(given, "forEmailId")
            .orElseThrow(() -> SetError.invalid("it is to be given", "forEmailId").thrown()),
        subject,
        text(given, "textBody"),
        returned.asBoolean(false),
        reportingUa,
        disposition(given.path("disposition")),
        text(given, "finalRecipient"),
        extensions(given.path("extensionFields")));
  }

  private static Optional<String> text(ObjectNode given, String name) {
    JsonNode value = given.path(name);
    if (value.isNull() || value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw SetError.invalid("it is no text", name).thrown();
    }
    return Optional.of(value.asString());
  }

  private static Disposition disposition(JsonNode given) {
    boolean known =
        given.isObject()
            && Set.of("actionMode", "sendingMode", "type")
                .containsAll(Set.copyOf(given.propertyNames()));
    var action = DispositionNotification.value(Action.class, given.path("actionMode").asString(""));
    var sending =
        DispositionNotification.value(Sending.class, given.path("sendingMode").asString(""));
    var type =
        DispositionNotification.value(
            DispositionNotification.Type.class, given.path("type").asString(""));
    if (!known || action.isEmpty() || sending.isEmpty() || type.isEmpty()) {
      throw SetError.invalid("it says not what happened", "disposition").thrown();
    }
    return new Disposition(action.get(), sending.get(), type.get());
  }

  private static Map<String, String> extensions(JsonNode given) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (given.isNull() || given.isMissingNode()) {
      return fields;
    }
    boolean good = given.isObject() && given.size() <= MOST_EXTENSIONS;
    for (Map.Entry<String, JsonNode> one : given.properties()) {
      String value = one.getValue().asString("");
      good &=
          one.getValue().isString()
              && DispositionNotificationWriter.fits(one.getKey(), value)
              && !DispositionNotificationParser.isKnown(one.getKey());
      fields.put(one.getKey(), value);
    }
    if (!good) {
      throw SetError.invalid("these are no such fields", "extensionFields").thrown();
    }
    return fields;
  }

  boolean isAutomatic() {
    return disposition.sending() == Sending.MDN_SENT_AUTOMATICALLY;
  }
}
