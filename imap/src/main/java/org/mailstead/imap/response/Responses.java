package org.mailstead.imap.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.mailstead.wire.WireWriter;
import org.mailstead.words.Problem;

/** Writes responses (RFC 9051 section 7). */
public record Responses(WireWriter wire, Wording wording) {
  private static final int MAX_QUOTED = 1000;

  public Responses(WireWriter wire) {
    this(wire, new Wording());
  }

  /** One untagged response. */
  public void untagged(String text) throws IOException {
    wire.print("* ").print(wording.untagged(text)).crlf();
  }

  public void ok(String tag, String text) throws IOException {
    wire.print(tag).print(" OK ").print(wording.of(text)).crlf();
  }

  public void no(String tag, String text) throws IOException {
    wire.print(tag).print(" NO ").print(wording.of(text)).crlf();
  }

  public void bad(String tag, String text) throws IOException {
    wire.print(tag).print(" BAD ").print(wording.of(text)).crlf();
  }

  public void refused(String tag, Problem problem) throws IOException {
    no(tag, Respond.of(problem));
  }

  /** A string in quotes where that is legal, else as a literal; characters go as UTF-8. */
  public static String string(String text, boolean utf8) {
    boolean quotable = text.length() <= MAX_QUOTED;
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length() && quotable; i++) {
      char c = text.charAt(i);
      quotable = c >= ' ' && c != 0x7f && (c < 0x80 || utf8);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quotable
        ? quoted.append('"').toString()
        : "{" + text.getBytes(UTF_8).length + "}\r\n" + text;
  }
}
