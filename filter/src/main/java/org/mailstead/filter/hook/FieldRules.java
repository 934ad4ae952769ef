package org.mailstead.filter.hook;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which fields a hook may put before a message. Only those whose names begin with {@code X-}: what
 * others stand for, who wrote and who vouches, is not a hook's to say.
 */
final class FieldRules {
  private static final int MOST_FIELDS = 30;
  private static final int MOST_VALUE = 900;

  private FieldRules() {}

  /** The fields in their form, each with its line end. */
  static String write(List<Opinion.Field> fields) {
    var text = new StringBuilder();
    fields.stream()
        .flatMap(field -> write(field).stream())
        .limit(MOST_FIELDS)
        .forEach(text::append);
    return text.toString();
  }

  private static Optional<String> write(Opinion.Field field) {
    String name = field.name();
    String lower = name.toLowerCase(Locale.ROOT);
    if (!name.matches("[Xx]-[!-9;-~]{1,60}") || lower.startsWith("x-mailstead")) {
      return Optional.empty();
    }
    // A line end in it would be the end of the field, and of the header.
    String value = field.value().strip().replaceAll("[\r\n]+[ \t]*", " ").replaceAll("[^ -~]", "?");
    String cut = value.substring(0, Math.min(MOST_VALUE, value.length()));
    return Optional.of(name + ": " + cut + "\r\n");
  }

  /** Whether a field says that the message is junk, as filters commonly say it. */
  static boolean saysJunk(Opinion.Field field) {
    String value = field.value().strip().toLowerCase(Locale.ROOT);
    return switch (field.name().toLowerCase(Locale.ROOT)) {
      case "x-spam", "x-spam-flag" -> value.equals("yes");
      case "x-spam-status" -> value.startsWith("yes");
      default -> false;
    };
  }
}
