package org.mailstead.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A regular expression of a script (draft-ietf-sieve-regex). The engine's time is linear in the
 * text; its size is bounded here, since counted repetitions multiply.
 */
final class Regex {
  private static final int MAX_LENGTH = 1000;
  private static final long MAX_SIZE = 20_000;

  private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,6})(?:,([0-9]{1,6})?)?\\}");

  private final Pattern pattern;
  private final long size;

  private Regex(Pattern pattern, long size) {
    this.pattern = pattern;
    this.size = size;
  }

  /** Why a pattern cannot be used; empty when it can. */
  static Optional<String> complaint(String pattern) {
    try {
      compile(pattern, Collation.OCTET);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("this regular expression is wrong: " + e.getDescription());
    }
  }

  static Regex compile(String text, Collation collation) {
    long size = size(text);
    if (text.length() > MAX_LENGTH || size > MAX_SIZE) {
      throw new PatternSyntaxException("it is too large", "");
    }
    int flags = Pattern.DOTALL | Pattern.LONGEST_MATCH;
    int cases = collation == Collation.OCTET ? 0 : Pattern.CASE_INSENSITIVE;
    return new Regex(Pattern.compile(text, flags | cases), size);
  }

  /** Its length times the largest of each of its counts, as if they stood inside each other. */
  private static long size(String text) {
    long size = Math.max(1, text.length());
    Matcher counts = COUNT.matcher(text);
    while (counts.find() && size <= MAX_SIZE) {
      String upper = counts.group(2) == null ? counts.group(1) : counts.group(2);
      size *= Math.max(1, Integer.parseInt(upper));
    }
    return size;
  }

  /** What the whole and its groups match; empty when it is not found. */
  Optional<List<String>> find(String text, Budget budget) {
    budget.work(size * Math.max(1, text.length()) / 4);
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    var groups = new ArrayList<String>();
    for (int i = 0; i <= matcher.groupCount(); i++) {
      String group = matcher.group(i);
      groups.add(group == null ? "" : group);
    }
    return Optional.of(groups);
  }

  /** The text with its special characters quoted. */
  static String quoted(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("*+?()[]{}\\|^$.".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }
}
