package org.mailstead.formats.tnef;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Range;

/**
 * A message in TNEF. Texts and files are named by where they lie in the stream; nothing of them is
 * held.
 *
 * @param bodies in the order that they stand in; most messages have one, as RTF
 */
record TnefMessage(Optional<String> subject, List<Body> bodies, List<Attachment> attachments) {
  TnefMessage {
    bodies = List.copyOf(bodies);
    attachments = List.copyOf(attachments);
  }

  /** How a text is written. */
  enum Form {
    HTML,
    PLAIN,
    COMPRESSED_RTF
  }

  /**
   * A form of the message's text.
   *
   * @param charset as {@code Charsets} knows it; empty for none that was named
   */
  record Body(Form form, String charset, Range octets) {}

  /** What was attached. */
  sealed interface Attachment {
    /**
     * A file.
     *
     * @param name empty when it has none
     * @param type a media type; empty when the sender named none
     * @param cid what HTML names it by
     */
    record File(Optional<String> name, Optional<String> type, Optional<String> cid, Range octets)
        implements Attachment {}

    /**
     * Another message.
     *
     * @param name empty when it has none
     */
    record Embedded(Optional<String> name, TnefMessage message) implements Attachment {}
  }
}
