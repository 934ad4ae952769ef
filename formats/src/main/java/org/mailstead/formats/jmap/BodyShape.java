package org.mailstead.formats.jmap;

import static java.util.stream.Collectors.partitioningBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.HeaderWriter;

/**
 * The tree of parts that a text, HTML and attachments make: alternative for the two forms of the
 * text, related for what the HTML shows (RFC 2387), mixed around them.
 */
final class BodyShape {
  private BodyShape() {}

  /** The tree that is given, or the one that the lists make; empty for a message without body. */
  static Optional<NewPart> of(NewEmail email) {
    if (email.bodyStructure().isPresent()) {
      return email.bodyStructure();
    }
    Optional<NewPart> html = first(email.htmlBody());
    var attachments =
        email.attachments().orElse(List.of()).stream()
            .collect(partitioningBy(part -> html.isPresent() && isShown(part)));
    var texts = new ArrayList<NewPart>();
    first(email.textBody()).ifPresent(texts::add);
    html.ifPresent(part -> texts.add(related(part, attachments.getOrDefault(true, List.of()))));
    List<NewPart> files =
        attachments.getOrDefault(false, List.of()).stream()
            .map(part -> disposed(part, "attachment"))
            .toList();
    var parts = new ArrayList<NewPart>();
    if (texts.size() > 1) {
      parts.add(NewPart.multipart("multipart/alternative", texts));
    } else {
      parts.addAll(texts);
    }
    parts.addAll(files);
    return parts.isEmpty() || (parts.size() == 1 && files.isEmpty())
        ? parts.stream().findFirst()
        : Optional.of(NewPart.multipart("multipart/mixed", parts));
  }

  private static Optional<NewPart> first(Optional<List<NewPart>> list) {
    return list.flatMap(parts -> parts.stream().findFirst());
  }

  /** Whether the part is there for HTML to refer to. */
  private static boolean isShown(NewPart part) {
    boolean attached =
        part.labels().disposition().stream().anyMatch("attachment"::equalsIgnoreCase);
    boolean named =
        part.labels().cid().isPresent()
            || part.headers().stream().anyMatch(header -> header.key().equals("content-id"));
    return named && !attached;
  }

  private static NewPart related(NewPart html, List<NewPart> shown) {
    if (shown.isEmpty()) {
      return html;
    }
    var parts = new ArrayList<>(List.of(html));
    shown.forEach(part -> parts.add(disposed(part, "inline")));
    var type = new HeaderValue.Raw(" multipart/related; type=" + HeaderWriter.quoted("text/html"));
    return new NewPart(
        Optional.empty(),
        Optional.empty(),
        PartLabels.NONE,
        List.of(NewHeader.of("header:Content-Type", type)),
        parts,
        Set.of());
  }

  private static NewPart disposed(NewPart part, String how) {
    boolean given =
        part.labels().disposition().isPresent()
            || part.headers().stream()
                .anyMatch(header -> header.key().equals("content-disposition"));
    return given ? part : part.with(part.labels().disposed(how));
  }
}
