package org.mailstead.formats.mime;

import java.util.regex.Pattern;

/**
 * The base subject (RFC 5256 section 2.1), by which messages are sorted and threaded.
 *
 * @param text without "Re:", "Fwd:" and what lists put in brackets; perhaps empty
 * @param replyOrForward whether anything was removed that makes it an answer or a forward
 */
public record BaseSubject(String text, boolean replyOrForward) {
  // The rule repeats itself, so its cost grows with the square of this; real subjects are short.
  private static final int MAX = 2000;

  private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]+");

  /** The base of a subject that is decoded already. */
  public static BaseSubject of(String subject) {
    String cut = subject.length() > MAX ? subject.substring(0, MAX) : subject;
    return new Reduction(SPACE.matcher(cut).replaceAll(" ")).run();
  }

  private static final class Reduction {
    private final String text;
    private int from;
    private int to;
    private boolean answer;

    Reduction(String text) {
      this.text = text;
      this.to = text.length();
    }

    BaseSubject run() {
      do {
        while (trailer()) {}
        while (leader() || blob()) {}
      } while (forward());
      return new BaseSubject(text.substring(from, to), answer);
    }

    // subj-trailer = "(fwd)" / WSP
    private boolean trailer() {
      if (to > from && text.charAt(to - 1) == ' ') {
        to--;
        return true;
      }
      if (to - from >= 5 && text.regionMatches(true, to - 5, "(fwd)", 0, 5)) {
        to -= 5;
        answer = true;
        return true;
      }
      return false;
    }

    // subj-leader = (*subj-blob subj-refwd) / WSP
    private boolean leader() {
      if (from < to && text.charAt(from) == ' ') {
        from++;
        return true;
      }
      int at = from;
      for (int end = blobEnd(at); end > 0; end = blobEnd(at)) {
        at = end;
      }
      int word = word(at);
      if (word == 0) {
        return false;
      }
      at = spaces(at + word);
      int blob = blobEnd(at);
      at = blob > 0 ? blob : at;
      if (at >= to || text.charAt(at) != ':') {
        return false;
      }
      from = at + 1;
      answer = true;
      return true;
    }

    private int word(int at) {
      for (String word : new String[] {"fwd", "re", "fw"}) {
        if (at + word.length() <= to && text.regionMatches(true, at, word, 0, word.length())) {
          return word.length();
        }
      }
      return 0;
    }

    // Step (4): only when something is left
    private boolean blob() {
      int end = blobEnd(from);
      if (end <= 0 || end >= to) {
        return false;
      }
      from = end;
      return true;
    }

    // subj-blob = "[" *BLOBCHAR "]" *WSP; -1 when there is none
    private int blobEnd(int at) {
      if (at >= to || text.charAt(at) != '[') {
        return -1;
      }
      int close = at + 1;
      while (close < to && text.charAt(close) != ']' && text.charAt(close) != '[') {
        close++;
      }
      return close < to && text.charAt(close) == ']' ? spaces(close + 1) : -1;
    }

    private int spaces(int at) {
      int end = at;
      while (end < to && text.charAt(end) == ' ') {
        end++;
      }
      return end;
    }

    // Step (6): "[fwd:" subject "]"
    private boolean forward() {
      if (to - from < 6
          || !text.regionMatches(true, from, "[fwd:", 0, 5)
          || text.charAt(to - 1) != ']') {
        return false;
      }
      from += 5;
      to--;
      answer = true;
      return true;
    }
  }
}
