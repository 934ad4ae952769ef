package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Octets;

/**
 * An EmailBodyPart as a client gives it (RFC 8621 section 4.6).
 *
 * @param partId names the text in bodyValues
 * @param blobId names content that is stored
 * @param headers the properties that stand for header fields
 * @param subParts of a multipart
 * @param others names of other properties that were given and not null, such as size, headers
 */
public record NewPart(
    Optional<String> partId,
    Optional<String> blobId,
    PartLabels labels,
    List<NewHeader> headers,
    List<NewPart> subParts,
    Set<String> others) {
  public NewPart {
    headers = List.copyOf(headers);
    subParts = List.copyOf(subParts);
    others = Set.copyOf(others);
  }

  /** Text of bodyValues. */
  public static NewPart text(String partId, PartLabels labels) {
    return new NewPart(
        Optional.of(partId), Optional.empty(), labels, List.of(), List.of(), Set.of());
  }

  /** Content that is stored. */
  public static NewPart blob(String blobId, PartLabels labels) {
    return new NewPart(
        Optional.empty(), Optional.of(blobId), labels, List.of(), List.of(), Set.of());
  }

  /** Several parts. */
  public static NewPart multipart(String type, List<NewPart> subParts) {
    return new NewPart(
        Optional.empty(), Optional.empty(), PartLabels.ofType(type), List.of(), subParts, Set.of());
  }

  /** The same with these properties for header fields. */
  public NewPart with(List<NewHeader> headers) {
    return new NewPart(partId, blobId, labels, headers, subParts, others);
  }

  /** The same with these labels. */
  NewPart with(PartLabels labels) {
    return new NewPart(partId, blobId, labels, headers, subParts, others);
  }

  /** The type that is given, with its parameters when it was a header field, or what is likely. */
  ContentType contentType() {
    return labels
        .type()
        .or(this::typeField)
        .flatMap(given -> ContentType.parse(Octets.of(given.getBytes(UTF_8))))
        .orElseGet(this::byDefault);
  }

  /** What the header field says, when there is one. */
  Optional<String> typeField() {
    return headers.stream()
        .filter(header -> header.key().equals("content-type"))
        .flatMap(header -> header.values().stream())
        .map(NewPart::characters)
        .findFirst();
  }

  private static String characters(HeaderValue value) {
    return switch (value) {
      case HeaderValue.Raw(String raw) -> raw;
      case HeaderValue.Text(String text) -> text;
      case HeaderValue.Addresses _,
          HeaderValue.GroupedAddresses _,
          HeaderValue.MessageIds _,
          HeaderValue.Date _,
          HeaderValue.Urls _ ->
          ""; // no type; the rules refuse it
    };
  }

  private ContentType byDefault() {
    String type =
        !subParts.isEmpty()
            ? "multipart/mixed"
            : partId.isPresent() ? "text/plain" : "application/octet-stream";
    return ContentType.parse(new Octets(type)).orElseThrow();
  }
}
