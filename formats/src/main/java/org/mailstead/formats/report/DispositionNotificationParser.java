package org.mailstead.formats.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;

/** Reads the body of a message/disposition-notification part (RFC 8098 section 3.1). */
public final class DispositionNotificationParser {
  /** Larger ones are none: the fields fill a page at most. */
  public static final int MOST_OCTETS = 256 << 10;

  /** Of one text. */
  static final int MOST_TEXT = 998;

  /** Errors, and other fields, that are looked at. */
  static final int MOST = 50;

  private static final Pattern ADDRESS = Pattern.compile("([^;\\s]+)\\s*;\\s*(\\S.*)");
  private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]+>");

  // disposition-mode ";" disposition-type [ "/" disposition-modifier *( "," … ) ]
  private static final Pattern DISPOSITION =
      Pattern.compile("([a-z-]+)/([a-z-]+);([a-z-]+)(?:/.*)?");

  private static final Set<String> KNOWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    KNOWN.addAll(
        List.of(
            "Reporting-UA",
            "MDN-Gateway",
            "Original-Recipient",
            "Final-Recipient",
            "Original-Message-ID",
            "Disposition",
            "Error",
            "Failure",
            "Warning"));
  }

  private DispositionNotificationParser() {}

  /** Whether RFC 8098, or one before it, says what a field means. */
  public static boolean isKnown(String field) {
    return KNOWN.contains(field);
  }

  /**
   * @throws UnreadableReport when it does not say what happened, or to whom
   */
  public static DispositionNotification parse(byte[] body) throws UnreadableReport {
    if (body.length > MOST_OCTETS) {
      throw new UnreadableReport("its fields are larger than " + MOST_OCTETS + " octets");
    }
    List<HeaderField> fields = fields(body);
    return new DispositionNotification(
        text(fields, "Reporting-UA"),
        text(fields, "MDN-Gateway"),
        address(fields, "Original-Recipient"),
        address(fields, "Final-Recipient")
            .orElseThrow(() -> new UnreadableReport("it has no Final-Recipient")),
        messageId(fields),
        disposition(text(fields, "Disposition").orElse("")),
        errors(fields),
        extensions(fields));
  }

  private static List<HeaderField> fields(byte[] body) throws UnreadableReport {
    try {
      return MessageHeader.read(ByteSource.of(body), MimeLimits.DEFAULT).fields();
    } catch (IOException e) {
      throw new UnreadableReport("its fields cannot be read", e);
    }
  }

  private static String line(HeaderField field) {
    return Bounds.text(field.unfolded().text(), MOST_TEXT);
  }

  private static Optional<String> text(List<HeaderField> fields, String name) {
    return HeaderField.first(fields, name)
        .map(DispositionNotificationParser::line)
        .filter(text -> !text.isEmpty());
  }

  /** An address with its type; where the type is missing, that of mail is meant. */
  private static Optional<String> address(List<HeaderField> fields, String name) {
    return text(fields, name)
        .map(text -> {
          Matcher typed = ADDRESS.matcher(text);
          return typed.matches() ? typed.group(1) + "; " + typed.group(2) : "rfc822; " + text;
        });
  }

  private static Optional<String> messageId(List<HeaderField> fields) {
    return text(fields, "Original-Message-ID")
        .map(MESSAGE_ID::matcher)
        .filter(Matcher::find)
        .map(Matcher::group);
  }

  private static DispositionNotification.Disposition disposition(String text)
      throws UnreadableReport {
    String bare = withoutComments(text).replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    Matcher words = DISPOSITION.matcher(bare);
    if (words.matches()) {
      var action =
          DispositionNotification.value(DispositionNotification.Action.class, words.group(1));
      var sending =
          DispositionNotification.value(DispositionNotification.Sending.class, words.group(2));
      var type = DispositionNotification.value(DispositionNotification.Type.class, words.group(3));
      if (action.isPresent() && sending.isPresent() && type.isPresent()) {
        return new DispositionNotification.Disposition(action.get(), sending.get(), type.get());
      }
    }
    throw new UnreadableReport("its Disposition is none");
  }

  /** RFC 8098 section 3.1.1: what stands in parentheses is no part of a field. */
  private static String withoutComments(String text) {
    var bare = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (depth == 0) {
        bare.append(c);
      }
    }
    return bare.toString();
  }

  private static List<String> errors(List<HeaderField> fields) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase("Error"))
        .map(DispositionNotificationParser::line)
        .filter(text -> !text.isEmpty())
        .limit(MOST)
        .toList();
  }

  private static Map<String, String> extensions(List<HeaderField> fields) {
    Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, String> others = new LinkedHashMap<>();
    for (HeaderField field : new ArrayList<>(fields)) {
      boolean named = field.name().length() <= Bounds.MOST_TEXT;
      if (named && !isKnown(field.name()) && others.size() < MOST && seen.add(field.name())) {
        others.put(field.name(), line(field));
      }
    }
    return others;
  }
}
