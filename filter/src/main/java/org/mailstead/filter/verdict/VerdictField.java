package org.mailstead.filter.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A verdict as a header field before the message. It is how one goes through the queue, and what
 * rules of mail programs can read.
 *
 * <pre>X-Mailstead-Verdict: junk; points=8; dmarc-fail=6 (why); client-nameless=2 (why)</pre>
 */
public final class VerdictField {
  /** The field's name. Nobody else may write it. */
  public static final String NAME = "X-Mailstead-Verdict";

  /** Characters of a reason; with its name it stays well below a line's 998. */
  private static final int MOST = 300;

  private static final int MOST_CLUES = 50;

  private static final Pattern HEAD =
      Pattern.compile("\\s*(ham|junk|refused)\\s*;\\s*points=(-?[0-9]{1,6})\\s*");
  private static final Pattern CLUE =
      Pattern.compile(";\\s*([a-z0-9-]{1,60})=(-?[0-9]{1,4})\\s*\\(([^()]{0,400})\\)\\s*");

  private VerdictField() {}

  /** The field, folded, with its line end. */
  public static String write(Verdict verdict) {
    var field = new StringBuilder(NAME);
    field.append(": ").append(verdict.kind().word()).append("; points=").append(verdict.points());
    for (Clue clue : verdict.clues().subList(0, Math.min(MOST_CLUES, verdict.clues().size()))) {
      field.append(";\r\n\t").append(clue.name()).append('=').append(clue.points());
      field.append(" (").append(plain(clue.why())).append(')');
    }
    return field.append("\r\n").toString();
  }

  /** Strangers' words must not end the comment or the field they stand in. */
  private static String plain(String why) {
    String plain = why.replace('(', '[').replace(')', ']').replaceAll("[^ -~]", "?");
    return plain.substring(0, Math.min(MOST, plain.length())).replace('\\', '/');
  }

  /** Whether a field pretends to be one of ours. */
  public static boolean isNamed(String field) {
    return field.equalsIgnoreCase(NAME);
  }

  /**
   * The verdict among fields of ours, each ended by CRLF.
   *
   * @param fields what we put before a message; empty when no verdict is there
   */
  public static Optional<Verdict> find(String fields) {
    int at = 0;
    while (at < fields.length()) {
      int end = end(fields, at);
      int colon = at + NAME.length();
      if (end > colon
          && fields.charAt(colon) == ':'
          && isNamed(fields.substring(at, colon).toLowerCase(Locale.ROOT))) {
        return read(fields.substring(colon + 1, end).replaceAll("\r?\n", ""));
      }
      at = end;
    }
    return Optional.empty();
  }

  /** Where the field that begins here ends, with the lines that go on. */
  private static int end(String fields, int at) {
    int end = fields.indexOf('\n', at);
    while (end >= 0 && end + 1 < fields.length() && " \t".indexOf(fields.charAt(end + 1)) >= 0) {
      end = fields.indexOf('\n', end + 1);
    }
    return end < 0 ? fields.length() : end + 1;
  }

  /** Reads what follows the colon; empty when it is none of ours. */
  static Optional<Verdict> read(String value) {
    Matcher head = HEAD.matcher(value);
    if (!head.lookingAt()) {
      return Optional.empty();
    }
    List<Clue> clues = new ArrayList<>();
    Matcher clue = CLUE.matcher(value).region(head.end(), value.length());
    while (clues.size() < MOST_CLUES && clue.lookingAt()) {
      clues.add(new Clue(clue.group(1), Integer.parseInt(clue.group(2)), clue.group(3)));
      clue.region(clue.end(), value.length());
    }
    var kind = Verdict.Kind.valueOf(head.group(1).toUpperCase(Locale.ROOT));
    return Optional.of(new Verdict(kind, Integer.parseInt(head.group(2)), clues));
  }
}
