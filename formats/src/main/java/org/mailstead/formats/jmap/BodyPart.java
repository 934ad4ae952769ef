package org.mailstead.formats.jmap;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Disposition;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.Range;
import org.mailstead.formats.mime.TransferDecoder;

/**
 * An EmailBodyPart (RFC 8621 section 4.1.4). A message inside has no parts here. What has to be
 * read from the message is read when it is asked for.
 *
 * @param partId the number that IMAP gives the part; empty (null) for a multipart
 * @param subParts none but for a multipart
 */
public record BodyPart(Optional<String> partId, Part part, List<BodyPart> subParts) {
  public BodyPart {
    subParts = List.copyOf(subParts);
  }

  /** Whether it has parts of its own, and so no content. */
  public boolean isMultipart() {
    return partId.isEmpty();
  }

  /** Where its content lies in the message, still in its transfer encoding. */
  public Range octets() {
    return new Range(part.extent().body(), part.extent().end());
  }

  /** Its content, decoded: what its blobId stands for. */
  public InputStream content(ByteSource message) throws IOException {
    Range octets = octets();
    return TransferDecoder.of(
        message.open(octets.start(), octets.length()), part.content().transferEncoding());
  }

  /** Octets of its content, decoded; they are read when there is an encoding to undo. */
  public long size(ByteSource message) throws IOException {
    boolean asItIs =
        switch (part.content().transferEncoding()) {
          case IDENTITY -> true;
          case BASE64, QUOTED_PRINTABLE, UUENCODE -> isMultipart();
        };
    if (asItIs) {
      return octets().length();
    }
    try (InputStream in = content(message)) {
      byte[] chunk = new byte[8 << 10];
      long size = 0;
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        size += n;
      }
      return size;
    }
  }

  /** The fields of its header, which for the outermost part is that of the message. */
  public List<HeaderField> header(ByteSource message) throws IOException {
    return MessageHeader.of(part, message, MimeLimits.DEFAULT).fields();
  }

  /** The file name. */
  public Optional<String> name() {
    return part.content().fileName();
  }

  /** The media type, lower case, without parameters. */
  public String type() {
    return part.content().type().media();
  }

  /**
   * The character set that was named, or the one that holds for text without one. A message in a
   * digest has none, with a Content-Type or without.
   */
  public Optional<String> charset() {
    ContentType type = part.content().type();
    Optional<String> named =
        type.parameters().text("charset").map(String::strip).filter(text -> !text.isEmpty());
    return named.isEmpty() && isText() ? Optional.of("us-ascii") : named;
  }

  /** Whether there is text to be had as a {@link BodyValue}. */
  public boolean isText() {
    return part.content().type().type().equals("text");
  }

  /** The disposition without parameters, lower case. */
  public Optional<String> disposition() {
    return part.content().disposition().map(Disposition::type);
  }

  /** Content-ID without angle brackets. */
  public Optional<String> cid() {
    return part.content().contentId();
  }

  /** The tags of Content-Language; none is null. */
  public List<String> language() {
    return part.content().languages();
  }

  /** Content-Location; the white space is of the folding, since a URI has none. */
  public Optional<String> location() {
    return part.content()
        .location()
        .map(Octets::decoded)
        .map(text -> text.replaceAll("[\\s\\p{Cntrl}]+", ""))
        .filter(text -> !text.isEmpty());
  }
}
