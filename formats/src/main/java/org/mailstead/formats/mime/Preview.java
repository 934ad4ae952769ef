package org.mailstead.formats.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The first words of a message, for lists of messages (RFC 8621 section 4.1.4, RFC 8970). */
public final class Preview {
  /** The most characters of a preview. */
  public static final int MAX = 256;

  // What is read: mostly the beginning says enough; else so much that a long quotation at the
  // start,
  // or a style sheet, is passed.
  private static final int FIRST_TEXT = 2 << 10;
  private static final int MAX_TEXT = 64 << 10;
  private static final int FIRST_HTML = 32 << 10;
  private static final int MAX_HTML = 512 << 10;

  /** Characters of own text that make a preview, with room for white space that collapses. */
  private static final int ENOUGH = 4 * MAX;

  // "On Monday, Ada wrote:", "Am Montag schrieb Ada:", "Le lundi, Ada a écrit :"
  private static final Pattern ATTRIBUTION =
      Pattern.compile("\\S.{0,300}(wrote|writes|schrieb|écrit|escribió|scritto)\\b.{0,200}:\\s*");

  private Preview() {}

  /**
   * At most {@link #MAX} characters on one line, plain text before HTML; what is quoted and the
   * signature are left out if anything else is left. Empty for a message without text.
   */
  public static String of(MessageStructure structure, ByteSource message) throws IOException {
    Bodies bodies = Bodies.of(structure);
    var candidates = new ArrayList<>(bodies.text());
    candidates.addAll(bodies.html());
    for (NumberedPart candidate : candidates) {
      if (candidate.part() instanceof Part.Leaf leaf) {
        String text = text(leaf, message);
        if (!text.isEmpty()) {
          return BodyText.cut(text, MAX).strip();
        }
      }
    }
    return "";
  }

  private static String text(Part.Leaf leaf, ByteSource message) throws IOException {
    ContentType type = leaf.content().type();
    if (!type.type().equals("text")) {
      return "";
    }
    return type.subtype().equals("html")
        ? read(leaf, message, FIRST_HTML, MAX_HTML, HtmlText::withoutQuotes)
        : read(leaf, message, FIRST_TEXT, MAX_TEXT, Preview::ofPlain);
  }

  private static String read(
      Part.Leaf leaf, ByteSource message, int first, int most, UnaryOperator<String> words)
      throws IOException {
    DecodedText start = BodyText.decode(leaf, message, first);
    String text = words.apply(start.text());
    return start.truncated() && text.length() < MAX
        ? words.apply(BodyText.decode(leaf, message, most).text())
        : text;
  }

  /** What somebody wrote in a plain text, without what they quote; the beginning of it. */
  static String ofPlain(String text) {
    String own = HtmlText.collapse(String.join(" ", own(text)));
    return own.isEmpty() ? HtmlText.collapse(BodyText.cut(text, 16 * ENOUGH)) : own;
  }

  private static List<String> own(String text) {
    var own = new ArrayList<String>();
    int settled = 0;
    // Where the last line of text stands in the list, to be taken back if a quotation follows it.
    Optional<Integer> attribution = Optional.empty();
    Iterator<String> lines = text.lines().iterator();
    while (lines.hasNext() && settled < ENOUGH) {
      String line = lines.next();
      String end = line.stripTrailing();
      if (end.equals("--")) {
        break; // RFC 3676 section 4.3: the signature
      }
      if (line.startsWith(">")) {
        attribution.ifPresent(at -> own.subList(at, own.size()).clear());
        attribution = Optional.empty();
      } else if (!end.isEmpty()) {
        attribution = end.endsWith(":") ? attribution(own, line) : Optional.empty();
        settled += attribution.isEmpty() ? line.length() : 0;
        own.add(line);
      }
    }
    return own;
  }

  /** Where in the list the attribution begins that this line ends, if it does. */
  private static Optional<Integer> attribution(List<String> own, String line) {
    if (startsAttribution(own) && wraps(own.getLast(), line)) {
      return Optional.of(own.size() - 1);
    }
    return ATTRIBUTION.matcher(cutForMatching(line)).matches()
        ? Optional.of(own.size())
        : Optional.empty();
  }

  private static boolean startsAttribution(List<String> own) {
    return !own.isEmpty() && own.getLast().startsWith("On ");
  }

  // "On Monday, 1 January 2024 at 12:00, Ada Lovelace" / "<ada@example.org> wrote:"
  private static boolean wraps(String first, String second) {
    return ATTRIBUTION.matcher(cutForMatching(first) + " " + cutForMatching(second)).matches();
  }

  private static String cutForMatching(String line) {
    return BodyText.cut(line, 400);
  }
}
