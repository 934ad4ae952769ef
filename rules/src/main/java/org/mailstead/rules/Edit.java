package org.mailstead.rules;

import java.util.Locale;
import java.util.Set;
import org.mailstead.formats.mime.MessageBuilder;

/** What a script may do to header fields (RFC 5293). */
final class Edit {
  /** RFC 5293 section 4 and what else tells where a message has been. */
  private static final Set<String> TRACE =
      Set.of("received", "auto-submitted", "return-path", "delivered-to", "authentication-results");

  private Edit() {}

  static boolean mayAdd(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !TRACE.contains(lower) && !lower.startsWith("arc-");
  }

  static boolean mayDelete(String name) {
    return mayAdd(name);
  }

  /** Whether it can be a field's value: no line end that would begin another field. */
  static boolean isValue(String value) {
    String unfolded = value.stripTrailing().replaceAll("\r?\n(?=[ \t]+\\S)", "");
    return unfolded.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t');
  }

  /** The field as it is sent, with its line end. */
  static byte[] field(String name, String value) {
    return MessageBuilder.field(name, value.replaceAll("\r?\n", ""));
  }
}
