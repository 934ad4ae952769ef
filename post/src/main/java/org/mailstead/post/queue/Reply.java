package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.wire.Line;

/**
 * What another server answered (RFC 5321 section 4.2).
 *
 * @param code 200 to 599
 * @param status the enhanced code of RFC 2034, or the plainest one of its class
 * @param lines texts without code and control characters, at least one
 */
record Reply(int code, String status, List<String> lines) {
  /** RFC 5321 section 4.5.3.1.5 says 512; some answer with long links. */
  static final int MAX_LINE = 4096;

  /** Lines of one answer, at most: no EHLO has so many. */
  static final int MAX_LINES = 200;

  private static final int MAX_TEXT = 1000;

  private static final Pattern STATUS =
      Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})(?:\\s.*)?");

  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  /** An answer that is none: the server speaks something else. */
  static final class Broken extends IOException {
    Broken(String why) {
      super(why);
    }
  }

  /** Where lines come from. */
  interface Lines {
    Line next() throws IOException;
  }

  Reply {
    lines = List.copyOf(lines);
  }

  /**
   * Reads one answer, of one line or more.
   *
   * @throws Broken when it is no SMTP
   * @throws EOFException when the server went instead
   */
  static Reply read(Lines in) throws IOException {
    List<String> texts = new ArrayList<>();
    int code = 0;
    while (texts.size() < MAX_LINES) {
      byte[] line = line(in.next());
      int given = code(line);
      if (code != 0 && given != code) {
        throw new Broken("codes " + code + " and " + given + " in one answer");
      }
      code = given;
      texts.add(text(line));
      if (line.length == 3 || line[3] != '-') {
        return new Reply(code, status(code, texts.getFirst()), texts);
      }
    }
    throw new Broken("an answer without end");
  }

  private static byte[] line(Line line) throws IOException {
    return switch (line) {
      case Line.Text(byte[] text, _) -> text;
      // The code of a line that is too long still counts.
      case Line.TooLong(byte[] start) -> start;
      case Line.End() -> throw new EOFException("the server went instead of answering");
    };
  }

  // Reply-code = %x32-35 %x30-35 %x30-39; more tens are in use
  private static int code(byte[] line) throws Broken {
    boolean separated = line.length == 3 || (line.length > 3 && (line[3] == ' ' || line[3] == '-'));
    if (!separated || line[0] < '2' || line[0] > '5' || !isDigit(line[1]) || !isDigit(line[2])) {
      throw new Broken("no answer of SMTP");
    }
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static String text(byte[] line) {
    String text = line.length <= 4 ? "" : new String(line, 4, line.length - 4, UTF_8);
    String clean = UNSHOWN.matcher(text).replaceAll(" ").strip();
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT);
  }

  private static String status(int code, String first) {
    Matcher given = STATUS.matcher(first);
    int kind = code / 100;
    boolean fits = given.matches() && given.group(1).charAt(0) - '0' == kind;
    return fits ? given.group(1) : (kind == 3 ? 2 : kind) + ".0.0";
  }

  boolean isDone() {
    return code / 100 == 2;
  }

  boolean isPermanent() {
    return code / 100 == 5;
  }

  /** All lines in one, not too long. */
  String text() {
    String all = String.join(" ", lines);
    return all.length() <= MAX_TEXT ? all : all.substring(0, MAX_TEXT);
  }
}
