package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes the MIME fields and the content of a body and all that is in it. */
final class BodyWriter {
  private static final byte[] CRLF = {'\r', '\n'};

  private final OutputStream out;
  private final boolean utf8;
  private final byte[] seed;
  private int boundaries;

  /** The seed goes into the boundaries, so that nobody who is quoted can know them. */
  BodyWriter(OutputStream out, boolean utf8, byte[] seed) {
    this.out = out;
    this.utf8 = utf8;
    this.seed = seed;
  }

  void write(Body body) throws IOException {
    switch (body) {
      case Body.Text text -> text(text);
      case Body.Attachment attachment -> attachment(attachment);
      case Body.Verbatim verbatim -> verbatim(verbatim);
      case Body.Multi multi -> multi(multi);
    }
  }

  private void text(Body.Text text) throws IOException {
    String lines = text.text().replace("\r\n", "\n").replace('\r', '\n');
    boolean ascii = lines.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 0x7f));
    boolean flowed = text.subtype().equals("plain") && ascii && FlowedText.fits(lines);
    var parameters = new ArrayList<>(text.parameters());
    parameters.add(new Body.Parameter("charset", ascii ? "us-ascii" : "utf-8"));
    if (flowed) {
      parameters.add(new Body.Parameter("format", "flowed"));
    }
    type("text/" + text.subtype(), parameters);
    encoding(flowed ? "7bit" : "quoted-printable");
    String written = flowed ? FlowedText.of(lines) : QuotedPrintable.encode(lines.getBytes(UTF_8));
    out.write(CRLF);
    out.write(written.getBytes(US_ASCII));
  }

  private void attachment(Body.Attachment attachment) throws IOException {
    boolean named = !attachment.fileName().isBlank();
    var name = List.of(new Body.Parameter("filename", attachment.fileName()));
    type(attachment.type(), List.of());
    String how = attachment.contentId().isPresent() ? "inline" : "attachment";
    var fields = new HeaderWriter(utf8);
    fields.parameters("Content-Disposition", how, named ? name : List.of());
    attachment.contentId().ifPresent(id -> fields.structured("Content-ID", "<" + id + ">"));
    out.write(fields.toBytes());
    encoding("base64");
    out.write(CRLF);
    Base64Lines.write(attachment.content(), out);
  }

  private void verbatim(Body.Verbatim verbatim) throws IOException {
    type(verbatim.type(), List.of());
    encoding(isPlain(verbatim) ? "7bit" : "8bit");
    out.write(CRLF);
    out.write(withCrlf(verbatim.content().latin1()).getBytes(ISO_8859_1));
  }

  /** Whether all that is written of it is ASCII. */
  private static boolean isPlain(Body body) {
    return switch (body) {
      case Body.Text _, Body.Attachment _ -> true;
      case Body.Verbatim verbatim ->
          verbatim.content().latin1().chars().allMatch(c -> c > 0 && c < 0x80);
      case Body.Multi multi -> multi.parts().stream().allMatch(BodyWriter::isPlain);
    };
  }

  private static String withCrlf(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
  }

  private void multi(Body.Multi multi) throws IOException {
    String boundary = boundary();
    var parameters = new ArrayList<>(multi.parameters());
    parameters.add(new Body.Parameter("boundary", boundary));
    type("multipart/" + multi.subtype(), parameters);
    if (!isPlain(multi)) {
      encoding("8bit"); // RFC 2045 section 6.4: what is around it says so, too
    }
    for (Body part : multi.parts()) {
      out.write(("\r\n--" + boundary + "\r\n").getBytes(US_ASCII));
      write(part);
    }
    out.write(("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII));
  }

  private void type(String type, List<Body.Parameter> parameters) throws IOException {
    out.write(new HeaderWriter(utf8).parameters("Content-Type", type, parameters).toBytes());
  }

  private void encoding(String name) throws IOException {
    out.write(("Content-Transfer-Encoding: " + name + "\r\n").getBytes(US_ASCII));
  }

  // "=_" cannot occur in quoted-printable or base64 (RFC 2045 section 6.7), and what is quoted word
  // by word cannot contain a digest of a header with a Message-ID that was made for it.
  private String boundary() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(seed);
      digest.update((byte) boundaries++);
      return "=_" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
