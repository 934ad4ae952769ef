package org.mailstead.formats.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which parts of a message a reader shows as its text, which as HTML, and which are attachments
 * (RFC 8621 section 4.1.4). A message inside is an attachment and not looked into.
 */
public record Bodies(
    List<NumberedPart> text, List<NumberedPart> html, List<NumberedPart> attachments) {
  public Bodies {
    text = List.copyOf(text);
    html = List.copyOf(html);
    attachments = List.copyOf(attachments);
  }

  /** Sorts the parts of a message. */
  public static Bodies of(MessageStructure message) {
    var sorting = new Sorting();
    switch (message.body()) {
      case Part.Multipart multipart ->
          sorting.multipart(multipart, "", new Where("", false, Lists.BOTH));
      case Part.Leaf leaf ->
          sorting.leaf(new NumberedPart("1", leaf), 0, new Where("mixed", false, Lists.BOTH));
      case Part.EmbeddedMessage inner -> sorting.attachments.add(new NumberedPart("1", inner));
    }
    return new Bodies(sorting.text, sorting.html, sorting.attachments);
  }

  /** Whether there is an attachment that is not only part of how the text looks. */
  public static boolean hasAttachment(MessageStructure message) {
    return of(message).attachments().stream()
        .anyMatch(attached -> !attached.part().content().isDisposed("inline"));
  }

  private enum Lists {
    BOTH,
    TEXT,
    HTML
  }

  private record Where(String multipart, boolean inAlternative, Lists lists) {}

  private static final class Sorting {
    private final List<NumberedPart> text = new ArrayList<>();
    private final List<NumberedPart> html = new ArrayList<>();
    private final List<NumberedPart> attachments = new ArrayList<>();

    void multipart(Part.Multipart multipart, String prefix, Where around) {
      String subtype = multipart.content().type().subtype();
      boolean alternative = subtype.equals("alternative");
      var where = new Where(subtype, around.inAlternative() || alternative, around.lists());
      int texts = text.size();
      int htmls = html.size();
      for (int i = 0; i < multipart.parts().size(); i++) {
        var part = new NumberedPart(prefix + (i + 1), multipart.parts().get(i));
        switch (part.part()) {
          case Part.Multipart inner -> multipart(inner, part.number() + ".", where);
          case Part.Leaf _ -> where = leaf(part, i, where);
          case Part.EmbeddedMessage _ -> attachments.add(part);
        }
      }
      if (alternative && where.lists() == Lists.BOTH) {
        shareTheOnlyOne(texts, htmls);
      }
    }

    // An alternative with one form only is that form for both readers.
    private void shareTheOnlyOne(int texts, int htmls) {
      if (texts == text.size() && htmls != html.size()) {
        text.addAll(html.subList(htmls, html.size()));
      } else if (htmls == html.size() && texts != text.size()) {
        html.addAll(text.subList(texts, text.size()));
      }
    }

    /** Sorts in a leaf; where the ones after it in the same multipart then go. */
    Where leaf(NumberedPart part, int index, Where where) {
      ContentType type = part.part().content().type();
      if (!isInline(part.part().content(), index, where)) {
        attachments.add(part);
        return where;
      }
      boolean plain = type.is("text", "plain");
      if (where.multipart().equals("alternative")) {
        if (plain && where.lists() != Lists.HTML) {
          text.add(part);
        } else if (type.is("text", "html") && where.lists() != Lists.TEXT) {
          html.add(part);
        } else {
          attachments.add(part);
        }
        return where;
      }
      Where now = where;
      if (where.inAlternative() && !isMedia(type)) {
        now = new Where(where.multipart(), true, plain ? Lists.TEXT : Lists.HTML);
      }
      if (now.lists() != Lists.HTML) {
        text.add(part);
      }
      if (now.lists() != Lists.TEXT) {
        html.add(part);
      }
      if (now.lists() != Lists.BOTH && isMedia(type)) {
        attachments.add(part);
      }
      return now;
    }

    private static boolean isInline(Content content, int index, Where where) {
      ContentType type = content.type();
      boolean shown = type.is("text", "plain") || type.is("text", "html") || isMedia(type);
      if (!shown || content.isDisposed("attachment")) {
        return false;
      }
      Optional<String> name = content.fileName();
      return index == 0
          || (!where.multipart().equals("related") && (isMedia(type) || name.isEmpty()));
    }

    private static boolean isMedia(ContentType type) {
      return switch (type.type()) {
        case "image", "audio", "video" -> true;
        case String _ -> false;
      };
    }
  }
}
