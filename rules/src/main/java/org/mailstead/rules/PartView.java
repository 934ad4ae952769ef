package org.mailstead.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Part;

/**
 * A part that a loop is at (RFC 5703 section 3).
 *
 * @param source what the extents are of
 */
record PartView(ByteSource source, Part part) {
  private static final int MAX = 2000;

  /** This part and all inside, each before what is in it. */
  List<PartView> all() {
    var all = new ArrayList<PartView>();
    collect(part, all);
    return all;
  }

  /** Those inside. */
  List<PartView> inside() {
    List<PartView> all = all();
    return all.subList(1, all.size());
  }

  private void collect(Part from, List<PartView> to) {
    if (to.size() >= MAX) {
      return;
    }
    to.add(new PartView(source, from));
    switch (from) {
      case Part.Leaf _ -> {}
      case Part.Multipart multi -> multi.parts().forEach(each -> collect(each, to));
      case Part.EmbeddedMessage message -> collect(message.body(), to);
    }
  }

  /** The fields of its own header. */
  List<MailField> fields() {
    Extent extent = part.extent();
    try {
      ByteSource header = Joined.range(source, extent.start(), extent.body() - extent.start());
      var fields = new ArrayList<MailField>();
      for (HeaderField field : MessageHeader.read(header, MimeLimits.DEFAULT).fields()) {
        fields.add(new MailField(field.name(), Octets.EMPTY, field.value()));
      }
      return fields;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its text, markup gone; nothing of what is no text. */
  String text(int max) {
    try {
      return part instanceof Part.Leaf leaf ? BodyText.of(leaf, source, max) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
