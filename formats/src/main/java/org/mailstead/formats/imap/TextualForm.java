package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferEncoding;

/**
 * Writes a message so that all of IMAP can carry it: a part that has a NUL in it is put into
 * base64, as RFC 9051 section 4.3.1 demands before it is sent. All else stays as it is, octet by
 * octet.
 */
public final class TextualForm {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] BASE64 = "Content-Transfer-Encoding: base64\r\n".getBytes(US_ASCII);

  private final ByteSource message;
  private final OutputStream out;
  private long at;

  private TextualForm(ByteSource message, OutputStream out) {
    this.message = message;
    this.out = out;
  }

  /**
   * Writes a message.
   *
   * @param structure the message's own
   */
  public static void write(MessageStructure structure, ByteSource message, OutputStream out)
      throws IOException {
    var form = new TextualForm(message, out);
    form.part(structure.body());
    form.copyTo(message.length());
  }

  private void part(Part part) throws IOException {
    switch (part) {
      case Part.Leaf leaf -> {
        if (leaf.content().transferEncoding() == TransferEncoding.IDENTITY && hasNul(leaf)) {
          encode(leaf.extent());
        }
      }
      case Part.EmbeddedMessage inner -> part(inner.body());
      case Part.Multipart multipart -> {
        for (Part child : multipart.parts()) {
          part(child);
        }
      }
    }
  }

  private boolean hasNul(Part.Leaf leaf) throws IOException {
    byte[] piece = new byte[8192];
    try (InputStream in = message.open(leaf.extent().body(), leaf.extent().size())) {
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        for (int i = 0; i < got; i++) {
          if (piece[i] == 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void encode(Extent part) throws IOException {
    copyTo(part.start());
    header(part);
    try (InputStream in = message.open(part.body(), part.size());
        OutputStream encoded = Base64.getMimeEncoder(76, CRLF).wrap(new Unclosed(out))) {
      in.transferTo(encoded);
    }
    at = part.end();
    if (at == message.length()) {
      out.write(CRLF);
    }
  }

  /** The header as it is, but for the transfer encoding, which comes last. */
  private void header(Extent part) throws IOException {
    byte[] header;
    try (InputStream in = message.open(part.start(), part.body() - part.start())) {
      header = in.readAllBytes();
    }
    int kept = 0;
    for (HeaderField field : MessageStructure.of(header).header()) {
      if (field.name().equalsIgnoreCase("Content-Transfer-Encoding")) {
        out.write(header, kept, (int) field.start() - kept);
        kept = (int) field.end();
      }
    }
    int end = withoutEmptyLine(header);
    out.write(header, kept, end - kept);
    out.write(BASE64);
    out.write(CRLF);
  }

  /** How much of a header there is before the empty line at its end, should it have one. */
  private static int withoutEmptyLine(byte[] header) {
    int end = header.length;
    end -= end > 0 && header[end - 1] == '\n' ? 1 : 0;
    end -= end > 0 && header[end - 1] == '\r' ? 1 : 0;
    boolean isEmpty = end == 0 || header[end - 1] == '\n' || header[end - 1] == '\r';
    return isEmpty ? end : header.length;
  }

  private void copyTo(long to) throws IOException {
    if (to > at) {
      try (InputStream in = message.open(at, to - at)) {
        in.transferTo(out);
      }
      at = to;
    }
  }

  /** The end of a part is not the end of the message. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      out.write(octets, from, length);
    }

    @Override
    public void close() {}
  }
}
