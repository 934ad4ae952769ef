package org.mailstead.formats.jmap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The suggested algorithm of RFC 8621 section 4.1.4, statement by statement, to compare with. It
 * loses a part of an alternative's branch when both texts are there; those are added here to the
 * list they belong to, since each part has to be in one.
 */
final class SuggestedSplit {
  private final List<String> attachments = new ArrayList<>();

  private SuggestedSplit() {}

  /** The three lists as names. */
  static String of(BodyPart root) {
    var split = new SuggestedSplit();
    var text = new ArrayList<String>();
    var html = new ArrayList<String>();
    split.parse(List.of(root), "mixed", false, Optional.of(html), Optional.of(text), html, text);
    return String.join(" ", text)
        + "|"
        + String.join(" ", html)
        + "|"
        + String.join(" ", split.attachments);
  }

  private void parse(
      List<BodyPart> parts,
      String multipart,
      boolean inAlternative,
      Optional<List<String>> outerHtml,
      Optional<List<String>> outerText,
      List<String> allHtml,
      List<String> allText) {
    Optional<List<String>> html = outerHtml;
    Optional<List<String>> text = outerText;
    int textLength = text.map(List::size).orElse(-1);
    int htmlLength = html.map(List::size).orElse(-1);
    for (int i = 0; i < parts.size(); i++) {
      BodyPart part = parts.get(i);
      String name = part.name().or(part::partId).orElse("-");
      if (part.isMultipart()) {
        String sub = part.type().substring(10);
        boolean alternative = inAlternative || sub.equals("alternative");
        parse(part.subParts(), sub, alternative, html, text, allHtml, allText);
        continue;
      }
      if (!isInline(part, i, multipart)) {
        attachments.add(name);
        continue;
      }
      if (multipart.equals("alternative")) {
        switch (part.type()) {
          case "text/plain" -> text.ifPresentOrElse(l -> l.add(name), () -> attachments.add(name));
          case "text/html" -> html.ifPresentOrElse(l -> l.add(name), () -> attachments.add(name));
          default -> attachments.add(name);
        }
        continue;
      }
      if (inAlternative && part.type().equals("text/plain")) {
        html = Optional.empty();
        text = Optional.of(allText); // not lost
      } else if (inAlternative && part.type().equals("text/html")) {
        text = Optional.empty();
        html = Optional.of(allHtml); // not lost
      }
      text.ifPresent(list -> list.add(name));
      html.ifPresent(list -> list.add(name));
      if ((text.isEmpty() || html.isEmpty()) && isMedia(part.type())) {
        attachments.add(name);
      }
    }
    if (multipart.equals("alternative") && text.isPresent() && html.isPresent()) {
      share(text.get(), html.get(), textLength, htmlLength);
    }
  }

  private static void share(List<String> text, List<String> html, int texts, int htmls) {
    int added = html.size();
    if (texts == text.size() && htmls != html.size()) {
      text.addAll(html.subList(htmls, html.size()));
    }
    if (htmls == added && texts != text.size()) {
      html.addAll(text.subList(texts, text.size()));
    }
  }

  private static boolean isInline(BodyPart part, int index, String multipart) {
    boolean kind =
        part.type().equals("text/plain") || part.type().equals("text/html") || isMedia(part.type());
    return !part.disposition().equals(Optional.of("attachment"))
        && kind
        && (index == 0
            || (!multipart.equals("related") && (isMedia(part.type()) || part.name().isEmpty())));
  }

  private static boolean isMedia(String type) {
    return type.startsWith("image/") || type.startsWith("audio/") || type.startsWith("video/");
  }
}
