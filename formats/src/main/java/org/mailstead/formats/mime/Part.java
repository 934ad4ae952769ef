package org.mailstead.formats.mime;

import java.util.List;

/** An entity of a message (RFC 2045 section 2.4): where it lies, and what its header says of it. */
public sealed interface Part {
  /** Where it lies. */
  Extent extent();

  /** The Content-* fields of its header, with the defaults where they are missing. */
  Content content();

  /**
   * A body with nothing inside that is described. A multipart without a usable boundary is one too,
   * as text/plain: so a reader sees all of what was sent, and {@code multipart} would be no legal
   * type of a leaf in BODYSTRUCTURE.
   */
  record Leaf(Extent extent, Content content) implements Part {
    /**
     * The type to list in BODYSTRUCTURE: a message that was not looked into (it is encoded, or lies
     * too deep) cannot be listed as one, since clients then expect its envelope.
     */
    public ContentType listedType() {
      return content.type().isMessage() ? ContentType.UNKNOWN : content.type();
    }
  }

  /**
   * Several parts (RFC 2046 section 5.1).
   *
   * @param parts at least one, since BODYSTRUCTURE knows no empty multipart; where the message has
   *     none, an empty text stands for them
   */
  record Multipart(Extent extent, Content content, List<Part> parts) implements Part {
    public Multipart {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("a multipart without parts");
      }
    }
  }

  /**
   * A message in a message (RFC 2046 section 5.2.1).
   *
   * @param body the message's own entity: its extent starts with the message's header, where this
   *     part's body starts
   */
  record EmbeddedMessage(Extent extent, Content content, Envelope envelope, Part body)
      implements Part {}
}
