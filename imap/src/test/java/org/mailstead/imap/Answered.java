package org.mailstead.imap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that all that a server has said is responses (RFC 9051 section 9), whole ones. */
final class Answered {
  private static final Pattern START =
      Pattern.compile("^(\\* |\\+ |[^ (){%*\"\\\\+\\x00-\\x20\\x7f]+ (OK|NO|BAD) )");
  private static final Pattern LITERAL = Pattern.compile("~?\\{(\\d+)}$");

  private final String all;
  private int at;
  private int responses;

  private Answered(String all) {
    this.all = all;
  }

  /** How many responses these octets are; anything else fails. */
  static int count(String octets) {
    var answered = new Answered(octets);
    while (answered.at < octets.length()) {
      answered.response();
    }
    return answered.responses;
  }

  private void response() {
    int began = at;
    String line = line();
    if (!START.matcher(line).find()) {
      throw new AssertionError("no response: " + line + "\nafter " + all.substring(0, began));
    }
    while (true) {
      Matcher literal = LITERAL.matcher(line);
      if (!literal.find()) {
        break;
      }
      int size = Integer.parseInt(literal.group(1));
      if (size > all.length() - at) {
        throw new AssertionError("a literal of " + size + " ends early: " + line);
      }
      at += size;
      line = line();
    }
    responses++;
  }

  private String line() {
    int end = all.indexOf("\r\n", at);
    if (end < 0) {
      throw new AssertionError("no whole line: " + all.substring(at));
    }
    String line = all.substring(at, end);
    at = end + 2;
    if (line.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new AssertionError("a control character in " + line);
    }
    return line;
  }
}
