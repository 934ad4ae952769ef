package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.mailstead.formats.mime.Base64Lines;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.QuotedPrintable;

/** A part of which it is decided how it is written. */
sealed interface PlannedPart {
  /** How content is written; the names of RFC 2045 section 6.1. */
  enum Encoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private final String encodingName;

    Encoding(String encodingName) {
      this.encodingName = encodingName;
    }

    String encodingName() {
      return encodingName;
    }
  }

  /** The fields of its header, with their line ends. */
  String header();

  /** Of a multipart, 8bit when a part in it is so (RFC 2045 section 6.4). */
  Encoding encoding();

  /** Writes what follows the header and its empty line. */
  void writeBody(OutputStream out) throws IOException;

  /** Writes all of it. */
  default void write(OutputStream out) throws IOException {
    out.write((header() + "\r\n").getBytes(UTF_8));
    writeBody(out);
  }

  /**
   * Text.
   *
   * @param text with LF at the ends of lines
   */
  record Text(String header, Encoding encoding, String text) implements PlannedPart {
    @Override
    public void writeBody(OutputStream out) throws IOException {
      byte[] lf = text.getBytes(UTF_8);
      switch (encoding) {
        case SEVEN_BIT, EIGHT_BIT -> out.write(withCrlf().getBytes(UTF_8));
        case QUOTED_PRINTABLE -> out.write(QuotedPrintable.encode(lf).getBytes(UTF_8));
        case BASE64 -> Base64Lines.write(ByteSource.of(withCrlf().getBytes(UTF_8)), out);
      }
    }

    private String withCrlf() {
      return text.replace("\n", "\r\n");
    }
  }

  /** Stored content. */
  record Blob(String header, Encoding encoding, ByteSource content) implements PlannedPart {
    @Override
    public void writeBody(OutputStream out) throws IOException {
      switch (encoding) {
        case SEVEN_BIT, EIGHT_BIT -> {
          try (var in = content.open(0, content.length())) {
            in.transferTo(out);
          }
        }
        case QUOTED_PRINTABLE, BASE64 -> Base64Lines.write(content, out);
      }
    }
  }

  /** Several parts. */
  record Multi(String header, Encoding encoding, String boundary, List<PlannedPart> parts)
      implements PlannedPart {
    public Multi {
      parts = List.copyOf(parts);
    }

    @Override
    public void writeBody(OutputStream out) throws IOException {
      for (PlannedPart part : parts) {
        out.write(("--" + boundary + "\r\n").getBytes(UTF_8));
        part.write(out);
        out.write(new byte[] {'\r', '\n'});
      }
      out.write(("--" + boundary + "--\r\n").getBytes(UTF_8));
    }
  }
}
