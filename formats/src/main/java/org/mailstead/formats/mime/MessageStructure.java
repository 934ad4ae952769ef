package org.mailstead.formats.mime;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a message without reading it again.
 *
 * @param size octets of the message
 * @param header the fields of the message's own header, in their order
 * @param headerComplete whether the whole header is there, or only what {@link MimeLimits} allow
 * @param body the message's outermost entity: its extent is that of the whole message
 */
public record MessageStructure(
    long size, List<HeaderField> header, boolean headerComplete, Envelope envelope, Part body) {
  public MessageStructure {
    header = List.copyOf(header);
  }

  /** The structure of a message that is in memory. */
  public static MessageStructure of(byte[] message) {
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    scanner.write(message, 0, message.length);
    return scanner.finish();
  }

  /** The value of the message's first field of this name, unfolded. */
  public Optional<Octets> field(String name) {
    return HeaderField.first(header, name).map(HeaderField::unfolded);
  }

  /**
   * The part of this number as IMAP counts (RFC 9051 section 6.4.5.1): {@code 1} is the first part
   * of a multipart and the body of anything else, also inside of a message. Empty when there is
   * none.
   */
  public Optional<Part> at(String number) {
    return Sections.part(this, number);
  }

  /**
   * The octets of a section of BODY[…]: empty text for the whole message, HEADER, TEXT, {@code
   * 1.2}, {@code 1.2.MIME}, {@code 1.2.HEADER}, {@code 1.2.TEXT}, upper case. Empty when there is
   * none; a selection of header fields is made from the HEADER section.
   */
  public Optional<Range> section(String section) {
    return Sections.range(this, section);
  }

  /** The leaves and messages inside, with their numbers, in their order. */
  public List<NumberedPart> leaves() {
    return Sections.leaves(this);
  }
}
