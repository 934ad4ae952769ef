package org.mailstead.imap;

import org.mailstead.post.MailboxTree;

/**
 * A pattern of LIST: {@code *} stands for anything, {@code %} for anything but the separator. Every
 * pair of places in pattern and name is looked at once, so that no pattern is dear.
 */
final class ListPattern {
  private final String pattern;

  ListPattern(String pattern) {
    // INBOX matches in any case (RFC 9051 section 6.3.9).
    int end = pattern.indexOf(MailboxTree.SEPARATOR);
    String first = end < 0 ? pattern : pattern.substring(0, end);
    boolean inbox = first.equalsIgnoreCase(MailboxTree.INBOX);
    String spelt = inbox ? MailboxTree.INBOX + pattern.substring(first.length()) : pattern;
    this.pattern = folded(spelt);
  }

  /** Wildcards side by side are one. */
  private static String folded(String pattern) {
    var folded = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      char last = folded.isEmpty() ? 0 : folded.charAt(folded.length() - 1);
      boolean after = (c == '*' || c == '%') && (last == '*' || last == '%');
      if (!after) {
        folded.append(c);
      } else if (c == '*') {
        folded.setCharAt(folded.length() - 1, '*');
      }
    }
    return folded.toString();
  }

  /** Whether a name that begins so, or what lies above it, can match. */
  boolean canMatchBelow(String prefix) {
    int end = 0;
    while (end < pattern.length() && pattern.charAt(end) != '*' && pattern.charAt(end) != '%') {
      end++;
    }
    String fixed = pattern.substring(0, end);
    return prefix.startsWith(fixed) || fixed.startsWith(prefix);
  }

  /** Whether it ends with a whole level: then levels that only have others below match too. */
  boolean endsWithLevel() {
    return pattern.endsWith("%");
  }

  boolean matches(String name) {
    if (name.equals(MailboxTree.INBOX)
        && matches(name, pattern.toUpperCase(java.util.Locale.ROOT))) {
      return true;
    }
    return matches(name, pattern);
  }

  private static boolean matches(String name, String pattern) {
    // With no two wildcards side by side, a longer pattern has more characters than the name.
    if (pattern.length() > 2 * name.length() + 1) {
      return false;
    }
    // here[i]: the pattern so far matches the first i characters of the name
    boolean[] here = new boolean[name.length() + 1];
    here[0] = true;
    for (int p = 0; p < pattern.length(); p++) {
      char c = pattern.charAt(p);
      if (c == '*' || c == '%') {
        for (int i = 1; i < here.length; i++) {
          boolean passes = c == '*' || name.charAt(i - 1) != MailboxTree.SEPARATOR;
          here[i] |= here[i - 1] && passes;
        }
      } else {
        boolean any = false;
        for (int i = here.length - 1; i > 0; i--) {
          here[i] = here[i - 1] && name.charAt(i - 1) == c;
          any |= here[i];
        }
        here[0] = false;
        if (!any) {
          return false;
        }
      }
    }
    return here[name.length()];
  }
}
