package org.mailstead.post.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Charsets;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferDecoder;
import org.mailstead.wire.Turns;

/**
 * Looks through the parts of a message for several texts at once. Content is decoded as it is read,
 * in pieces of a few kilobytes; as long as it is ASCII, no characters are made of it.
 */
public final class PartSearch {
  /** Octets of one part that are searched, in their transfer encoding. */
  private static final int MAX_CONTENT = 8 << 20;

  private static final int MAX_HEADER = 256 << 10;
  private static final int PIECE = 8192;
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private final ByteSource bytes;
  private final TextSink sought;
  private final Turns turns = new Turns();

  public PartSearch(ByteSource bytes, TextSink sought) {
    this.bytes = bytes;
    this.sought = sought;
  }

  /** Looks through an entity with its header. */
  private void entity(Part part) throws IOException {
    if (sought.someInHeaders()) {
      header(part.extent());
    }
    body(part);
  }

  /** Looks through an entity without its own header. */
  public void body(Part part) throws IOException {
    switch (part) {
      case Part.Leaf leaf -> {
        if (leaf.content().type().type().equals("text") && sought.some()) {
          content(leaf);
        }
      }
      case Part.EmbeddedMessage inner -> entity(inner.body());
      case Part.Multipart multipart -> {
        for (Part child : multipart.parts()) {
          entity(child);
        }
      }
    }
  }

  private void header(Extent part) throws IOException {
    long length = Math.min(part.body() - part.start(), MAX_HEADER);
    try (InputStream in = bytes.open(part.start(), length)) {
      for (HeaderField field : MessageStructure.of(in.readAllBytes()).header()) {
        sought.field(field);
      }
    }
  }

  // ---- content

  private void content(Part.Leaf leaf) throws IOException {
    String name = leaf.content().type().parameters().text("charset").orElse("");
    Optional<Charset> charset = Charsets.find(name);
    sought.begin();
    try (InputStream in = open(leaf)) {
      if (charset.isPresent() && !extendsAscii(charset.get())) {
        characters(in, charset.get());
        return;
      }
      byte[] piece = new byte[PIECE];
      for (int got = in.read(piece); got >= 0 && sought.some(); got = in.read(piece)) {
        turns.pass();
        int plain = plain(piece, got);
        sought.ascii(piece, plain);
        if (plain < got) {
          var rest = new ByteArrayInputStream(piece, plain, got - plain);
          Charset known = charset.isPresent() ? charset.get() : guess(leaf);
          characters(new SequenceInputStream(rest, in), known);
          return;
        }
      }
    }
  }

  private InputStream open(Part.Leaf leaf) throws IOException {
    Extent extent = leaf.extent();
    InputStream body = bytes.open(extent.body(), Math.min(extent.size(), MAX_CONTENT));
    return TransferDecoder.of(body, leaf.content().transferEncoding());
  }

  private static int plain(byte[] piece, int length) {
    int plain = 0;
    while (plain < length && piece[plain] >= 0) {
      plain++;
    }
    return plain;
  }

  /** Of those that mail mostly has it is known; others are decoded from the first octet on. */
  private static boolean extendsAscii(Charset charset) {
    return charset.equals(UTF_8)
        || charset.name().startsWith("windows-125")
        || charset.name().startsWith("ISO-8859-");
  }

  private void characters(InputStream in, Charset charset) throws IOException {
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    var reader = new InputStreamReader(in, decoder);
    char[] piece = new char[PIECE];
    for (int got = reader.read(piece); got >= 0 && sought.some(); got = reader.read(piece)) {
      turns.pass();
      sought.characters(piece, got);
    }
  }

  /** As {@link Charsets#decode} has it when nobody says what it is. */
  private Charset guess(Part.Leaf leaf) throws IOException {
    try (InputStream in = open(leaf)) {
      return isUtf8(in, leaf.extent().size() <= MAX_CONTENT) ? UTF_8 : WINDOWS_1252;
    }
  }

  private static boolean isUtf8(InputStream in, boolean isWhole) throws IOException {
    var decoder = UTF_8.newDecoder();
    var octets = ByteBuffer.allocate(PIECE);
    var characters = CharBuffer.allocate(PIECE);
    int got;
    do {
      got = in.read(octets.array(), octets.position(), octets.remaining());
      octets.position(octets.position() + Math.max(got, 0)).flip();
      if (decoder.decode(octets, characters.clear(), got < 0 && isWhole).isError()) {
        return false;
      }
      octets.compact();
    } while (got >= 0);
    return true;
  }
}
