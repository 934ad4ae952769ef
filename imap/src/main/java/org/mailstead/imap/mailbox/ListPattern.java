package org.mailstead.imap.mailbox;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.mailstead.post.MailboxTree;

/**
 * A pattern of LIST: {@code *} stands for anything, {@code %} for anything but the separator. Every
 * pair of places in pattern and name is looked at once, so that no pattern is dear.
 */
final class ListPattern {
  private final String pattern;
  private final Automaton automaton;

  ListPattern(String pattern) {
    // INBOX matches in any case (RFC 9051 section 6.3.9).
    int end = pattern.indexOf(MailboxTree.SEPARATOR);
    String first = end < 0 ? pattern : pattern.substring(0, end);
    boolean inbox = first.equalsIgnoreCase(MailboxTree.INBOX);
    String spelt = inbox ? MailboxTree.INBOX + pattern.substring(first.length()) : pattern;
    this.pattern = folded(spelt);
    this.automaton = new Automaton(this.pattern);
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
    // Where it is said in any case, the pattern is too.
    return automaton.matches(name)
        || (name.equals(MailboxTree.INBOX)
            && new Automaton(pattern.toUpperCase(Locale.ROOT)).matches(name));
  }

  /**
   * All places of the pattern that what was read of a name can have come to, as bits, so that a
   * character of the name costs a step for 64 of them.
   */
  private static final class Automaton {
    private static final long[] NOWHERE = {};

    private final int length;
    private final Map<Character, long[]> literals = new HashMap<>();
    private final long[] wild;
    private final long[] wildBeyondSeparators;

    Automaton(String pattern) {
      length = pattern.length();
      wild = new long[words()];
      wildBeyondSeparators = new long[words()];
      for (int i = 0; i < length; i++) {
        char c = pattern.charAt(i);
        switch (c) {
          case '*' -> {
            set(wild, i);
            set(wildBeyondSeparators, i);
          }
          case '%' -> set(wild, i);
          default -> set(literals.computeIfAbsent(c, _ -> new long[words()]), i);
        }
      }
    }

    private int words() {
      return (length >> 6) + 1;
    }

    private static void set(long[] bits, int at) {
      bits[at >> 6] |= 1L << at;
    }

    boolean matches(String name) {
      // With no two wildcards side by side, a longer pattern has more characters than the name.
      if (length > 2 * name.length() + 1) {
        return false;
      }
      long[] here = new long[words()];
      here[0] = 1 | (wild[0] & 1) << 1;
      boolean anywhere = true;
      for (int i = 0; i < name.length() && anywhere; i++) {
        anywhere = step(here, name.charAt(i));
      }
      return anywhere && (here[length >> 6] & 1L << length) != 0;
    }

    /** Goes on by a character; false when there is nowhere to go. */
    private boolean step(long[] here, char c) {
      long[] literal = literals.getOrDefault(c, NOWHERE);
      long[] stays = c == MailboxTree.SEPARATOR ? wildBeyondSeparators : wild;
      long carry = 0;
      long passed = 0;
      long any = 0;
      for (int w = 0; w < here.length; w++) {
        long moved = literal.length == 0 ? 0 : here[w] & literal[w];
        long next = moved << 1 | carry | (here[w] & stays[w]);
        carry = moved >>> 63;
        // A wildcard may stand for nothing; none follows another.
        long empty = next & wild[w];
        next |= empty << 1 | passed;
        passed = empty >>> 63;
        here[w] = next;
        any |= next;
      }
      return any != 0;
    }
  }
}
