package org.mailstead.formats.jmap;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An Email as a client gives it to be created (RFC 8621 section 4.6), without its metadata.
 *
 * @param headers the properties that stand for header fields
 * @param others names of other properties that were given and not null, such as headers
 */
public record NewEmail(
    List<NewHeader> headers,
    Optional<NewPart> bodyStructure,
    Optional<List<NewPart>> textBody,
    Optional<List<NewPart>> htmlBody,
    Optional<List<NewPart>> attachments,
    Map<String, BodyValue> bodyValues,
    Set<String> others) {
  public NewEmail {
    headers = List.copyOf(headers);
    textBody = textBody.map(List::copyOf);
    htmlBody = htmlBody.map(List::copyOf);
    attachments = attachments.map(List::copyOf);
    bodyValues = Map.copyOf(bodyValues);
    others = Set.copyOf(others);
  }

  /** What is wrong with it: JMAP's names of properties, with slashes to those inside of others. */
  public List<String> invalidProperties() {
    return NewEmailRules.broken(this);
  }

  /** The blobs that it is made of. */
  public Set<String> blobIds() {
    var ids = new LinkedHashSet<String>();
    Stream.of(bodyStructure.stream(), parts(textBody), parts(htmlBody), parts(attachments))
        .flatMap(parts -> parts)
        .forEach(part -> collect(part, ids));
    return ids;
  }

  private static Stream<NewPart> parts(Optional<List<NewPart>> list) {
    return list.stream().flatMap(List::stream);
  }

  private static void collect(NewPart part, Set<String> to) {
    part.blobId().ifPresent(to::add);
    part.subParts().forEach(child -> collect(child, to));
  }
}
