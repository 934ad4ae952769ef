package org.mailstead.formats.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The first words of a message, for lists of messages (RFC 8621 section 4.1.4, RFC 8970). */
public final class Preview {
  /** The most characters of a preview. */
  public static final int MAX = 256;

  // What is read: enough to come past a long quotation at the start.
  private static final int MAX_TEXT = 64 << 10;
  private static final int MAX_HTML = 512 << 10;

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
    if (type.subtype().equals("html")) {
      return HtmlText.withoutQuotes(BodyText.decode(leaf, message, MAX_HTML).text());
    }
    return ofPlain(BodyText.decode(leaf, message, MAX_TEXT).text());
  }

  /** What somebody wrote in a plain text, without what they quote. */
  static String ofPlain(String text) {
    String own = HtmlText.collapse(String.join(" ", own(text.lines().toList())));
    return own.isEmpty() ? HtmlText.collapse(text) : own;
  }

  private static List<String> own(List<String> lines) {
    var own = new ArrayList<String>();
    // Where the last line of text stands in the list, to be taken back if a quotation follows it.
    Optional<Integer> attribution = Optional.empty();
    for (String line : lines) {
      if (line.stripTrailing().equals("--")) {
        break; // RFC 3676 section 4.3: the signature
      }
      if (line.startsWith(">")) {
        attribution.ifPresent(at -> own.subList(at, own.size()).clear());
        attribution = Optional.empty();
      } else if (!line.isBlank()) {
        boolean continued = line.stripTrailing().endsWith(":") && startsAttribution(own);
        if (continued && wraps(own.getLast(), line)) {
          attribution = Optional.of(own.size() - 1);
        } else if (ATTRIBUTION.matcher(cutForMatching(line)).matches()) {
          attribution = Optional.of(own.size());
        } else {
          attribution = Optional.empty();
        }
        own.add(line);
      }
    }
    return own;
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
