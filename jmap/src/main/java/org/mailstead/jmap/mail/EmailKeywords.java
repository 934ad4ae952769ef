package org.mailstead.jmap.mail;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Flags;
import org.mailstead.post.Keywords;
import tools.jackson.databind.node.ObjectNode;

/** Keywords as JMAP has them, and the flags that they are in IMAP (RFC 8621 section 4.1.1). */
final class EmailKeywords {
  private static final int MAX = 128;
  private static final String FORBIDDEN = "(){]%*\"\\";

  private EmailKeywords() {}

  /** The keywords of an email. */
  static ObjectNode json(AccountEmail email, Keywords keywords) {
    ObjectNode json = JmapJson.object();
    names(email, keywords).forEach(name -> json.put(name, true));
    return json;
  }

  static List<String> names(AccountEmail email, Keywords keywords) {
    return keywords.names(email.flags()).stream().map(EmailKeywords::keyword).toList();
  }

  /** A flag's name here, in lower case. */
  static String keyword(String flag) {
    String lower = flag.toLowerCase(Locale.ROOT);
    return lower.startsWith("\\") ? "$" + lower.substring(1) : lower;
  }

  /** What IMAP calls it. */
  static String flag(String keyword) {
    return switch (keyword.toLowerCase(Locale.ROOT)) {
      case "$seen" -> "\\Seen";
      case "$draft" -> "\\Draft";
      case "$flagged" -> "\\Flagged";
      case "$answered" -> "\\Answered";
      case String other -> other;
    };
  }

  static Set<String> flags(Iterable<String> keywords) {
    Set<String> flags = new LinkedHashSet<>();
    keywords.forEach(keyword -> flags.add(flag(keyword)));
    return flags;
  }

  /** The bits that stand for a keyword; empty when no email of the account ever had it. */
  static Optional<Flags> bits(String keyword, Keywords keywords) {
    return isKeyword(keyword) ? keywords.flag(flag(keyword)) : Optional.empty();
  }

  /** $deleted and $recent are IMAP's own: they are not to be had here. */
  static boolean isKeyword(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return !text.isEmpty()
        && text.length() <= MAX
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && FORBIDDEN.indexOf(c) < 0)
        && !lower.equals("$deleted")
        && !lower.equals("$recent");
  }
}
