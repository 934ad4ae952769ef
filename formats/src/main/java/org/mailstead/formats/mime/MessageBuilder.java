package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Writes a message: CRLF line ends, lines near 78 and never over 998 octets, fields in the order in
 * which they are given. The same calls give the same bytes.
 */
public final class MessageBuilder {
  private final boolean utf8;
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();

  /**
   * An empty message.
   *
   * @param utf8 whether the header may be UTF-8 (RFC 6532), which needs SMTPUTF8 on its way
   */
  public MessageBuilder(boolean utf8) {
    this.utf8 = utf8;
  }

  private MessageBuilder add(HeaderWriter field) {
    header.writeBytes(field.toBytes());
    return this;
  }

  /** A field of free text, such as Subject; any characters. */
  public MessageBuilder text(String name, String text) {
    return add(new HeaderWriter(utf8).unstructured(name, text));
  }

  /** A field in the syntax of its own standard, such as Message-ID; it is folded at blanks. */
  public MessageBuilder structured(String name, String value) {
    return add(new HeaderWriter(utf8).structured(name, value));
  }

  /** An address field, such as To. */
  public MessageBuilder addresses(String name, List<Recipient> list) {
    return add(new HeaderWriter(utf8).addresses(name, list));
  }

  /** One field of free text with its line end, folded and encoded; for a message that stands. */
  public static byte[] field(String name, String text) {
    return new HeaderWriter(false).unstructured(name, text).toBytes();
  }

  /** The Date field. */
  public MessageBuilder date(OffsetDateTime time) {
    return structured("Date", DateTimes.format(time));
  }

  /** Writes the message with this body. */
  public void writeTo(OutputStream out, Body body) throws IOException {
    byte[] fields = header.toByteArray();
    out.write(fields);
    out.write("MIME-Version: 1.0\r\n".getBytes(UTF_8));
    new BodyWriter(out, utf8, fields).write(body);
  }

  /** The message with this body. */
  public byte[] toBytes(Body body) throws IOException {
    var out = new ByteArrayOutputStream();
    writeTo(out, body);
    return out.toByteArray();
  }
}
