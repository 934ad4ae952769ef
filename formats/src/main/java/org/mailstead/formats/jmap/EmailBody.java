package org.mailstead.formats.jmap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.mime.Bodies;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Part;

/**
 * The parts of an Email (RFC 8621 section 4.1.4).
 *
 * @param structure the whole tree (bodyStructure)
 */
public record EmailBody(
    BodyPart structure,
    List<BodyPart> textBody,
    List<BodyPart> htmlBody,
    List<BodyPart> attachments) {
  public EmailBody {
    textBody = List.copyOf(textBody);
    htmlBody = List.copyOf(htmlBody);
    attachments = List.copyOf(attachments);
  }

  /** The parts of a message, sorted as {@link Bodies} sorts them. */
  public static EmailBody of(MessageStructure message) {
    BodyPart root =
        message.body() instanceof Part.Multipart multipart
            ? tree(multipart, "")
            : new BodyPart(Optional.of("1"), message.body(), List.of());
    var byId = new LinkedHashMap<String, BodyPart>();
    collect(root, byId);
    Bodies bodies = Bodies.of(message);
    return new EmailBody(
        root,
        found(bodies.text(), byId),
        found(bodies.html(), byId),
        found(bodies.attachments(), byId));
  }

  private static BodyPart tree(Part.Multipart multipart, String prefix) {
    var parts = new ArrayList<BodyPart>();
    for (Part part : multipart.parts()) {
      String number = prefix + (parts.size() + 1);
      parts.add(
          part instanceof Part.Multipart inner
              ? tree(inner, number + ".")
              : new BodyPart(Optional.of(number), part, List.of()));
    }
    return new BodyPart(Optional.empty(), multipart, parts);
  }

  private static void collect(BodyPart part, Map<String, BodyPart> to) {
    part.partId().ifPresent(id -> to.put(id, part));
    part.subParts().forEach(child -> collect(child, to));
  }

  private static List<BodyPart> found(List<NumberedPart> list, Map<String, BodyPart> byId) {
    return list.stream()
        .flatMap(numbered -> Optional.ofNullable(byId.get(numbered.number())).stream())
        .toList();
  }

  /** All parts that are no multiparts, in their order. */
  public List<BodyPart> leaves() {
    var byId = new LinkedHashMap<String, BodyPart>();
    collect(structure, byId);
    return List.copyOf(byId.values());
  }

  /** The part with this partId. */
  public Optional<BodyPart> part(String partId) {
    return leaves().stream().filter(part -> part.partId().equals(Optional.of(partId))).findFirst();
  }

  /** Whether there is an attachment that is not only part of how the text looks. */
  public boolean hasAttachment() {
    return attachments.stream().anyMatch(part -> !part.disposition().equals(Optional.of("inline")));
  }
}
