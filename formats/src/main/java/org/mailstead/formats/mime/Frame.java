package org.mailstead.formats.mime;

import java.util.ArrayList;
import java.util.List;

/** An entity whose end has not been seen yet. */
final class Frame {
  /** Where in the entity the scanner is. */
  enum Place {
    HEADER,
    LEAF,
    /** Before, between or behind the parts of a multipart, or around a message. */
    AROUND
  }

  final long start;

  /** Whether its header is that of a message, not that of a part. */
  final boolean isMessage;

  /** What it is without Content-Type: in multipart/digest a message (RFC 2046 section 5.1.5). */
  final ContentType byDefault;

  final HeaderBlock header;
  final int headerLimit;
  final List<Part> parts = new ArrayList<>();
  Place place = Place.HEADER;
  Content content = Content.PLAIN;
  Envelope envelope = Envelope.EMPTY;

  /** The envelope of the message inside, once that was read. */
  Envelope inside = Envelope.EMPTY;

  List<HeaderField> fields = List.of();
  long body;

  /** Line ends of the message before the body. */
  long lineAtBody;

  /** Of a multipart that has not seen its last delimiter, else "". */
  String boundary = "";

  Frame(long start, boolean isMessage, ContentType byDefault, HeaderBlock header, int headerLimit) {
    this.start = start;
    this.isMessage = isMessage;
    this.byDefault = byDefault;
    this.header = header;
    this.headerLimit = headerLimit;
  }

  /**
   * The part that this became. It ends at the offset given, with so many line ends of the message
   * before it, unless its body or its last child starts behind that: a delimiter right after a
   * header has no line end of its own before it.
   */
  Part close(long given, long lineEnds) {
    long end = Math.max(given, body);
    if (!parts.isEmpty()) {
      end = Math.max(end, parts.getLast().extent().end());
    }
    // Behind the offset given lies at most the line end before the delimiter.
    long lines = (end > given ? lineEnds + 1 : lineEnds) - lineAtBody;
    var extent = new Extent(start, body, end, end == body ? 0 : lines);
    if (place != Place.AROUND) {
      return new Part.Leaf(extent, content);
    }
    if (content.type().isMultipart()) {
      var nothing = new Part.Leaf(new Extent(end, end, end, 0), Content.PLAIN);
      return new Part.Multipart(extent, content, parts.isEmpty() ? List.of(nothing) : parts);
    }
    return new Part.EmbeddedMessage(extent, content, inside, parts.getFirst());
  }
}
