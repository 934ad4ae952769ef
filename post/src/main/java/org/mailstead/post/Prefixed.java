package org.mailstead.post;

import java.util.List;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;

/** Moves a structure behind the trace fields that a delivery put before the message. */
final class Prefixed {
  private Prefixed() {}

  static MessageStructure shift(MessageStructure structure, int by) {
    if (by == 0) {
      return structure;
    }
    Part body = shift(structure.body(), by);
    // The outermost header begins with the prefix itself.
    Extent moved = body.extent();
    var whole = new Extent(0, moved.body(), moved.end(), moved.lines());
    return new MessageStructure(
        structure.size() + by,
        structure.header(),
        structure.headerComplete(),
        structure.envelope(),
        with(body, whole));
  }

  private static Part shift(Part part, int by) {
    Extent old = part.extent();
    var extent = new Extent(old.start() + by, old.body() + by, old.end() + by, old.lines());
    return switch (part) {
      case Part.Leaf leaf -> with(leaf, extent);
      case Part.Multipart(_, var content, List<Part> parts) ->
          new Part.Multipart(extent, content, parts.stream().map(p -> shift(p, by)).toList());
      case Part.EmbeddedMessage(_, var content, var envelope, Part body) ->
          new Part.EmbeddedMessage(extent, content, envelope, shift(body, by));
    };
  }

  private static Part with(Part part, Extent extent) {
    return switch (part) {
      case Part.Leaf leaf -> new Part.Leaf(extent, leaf.content());
      case Part.Multipart multipart ->
          new Part.Multipart(extent, multipart.content(), multipart.parts());
      case Part.EmbeddedMessage message ->
          new Part.EmbeddedMessage(extent, message.content(), message.envelope(), message.body());
    };
  }
}
