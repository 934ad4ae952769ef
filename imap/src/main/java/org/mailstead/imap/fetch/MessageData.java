package org.mailstead.imap.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.imap.ImapForm;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.Range;
import org.mailstead.formats.mime.TransferDecoder;
import org.mailstead.formats.mime.TransferEncoding;
import org.mailstead.imap.grammar.FetchGrammar;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.post.Email;
import org.mailstead.post.ObjectIds;
import org.mailstead.wire.WireWriter;
import org.mailstead.words.AccountId;

/** Tells of one message after the other what must be read for it: structure and octets. */
final class MessageData {
  private static final int PIECE = 8192;
  private static final int MAX_PREVIEW = 200;

  private final Client client;
  private final WireWriter wire;
  private final AccountId account;
  private @Nullable Email email;
  private @Nullable EnvelopeForm envelope;
  private @Nullable MessageStructure structure;

  /**
   * @param account whose mail it is
   */
  MessageData(Client client, AccountId account) {
    this.client = client;
    this.account = account;
    this.wire = client.out().wire();
  }

  /** Goes on to a message. */
  void open(Email next) {
    email = next;
    envelope = null;
    structure = null;
  }

  /** Goes on to a message of which nothing but the envelope is wanted. */
  void open(EnvelopeForm next) {
    email = null;
    envelope = next;
    structure = null;
  }

  private Email email() {
    if (email == null) {
      throw new IllegalStateException("no message is open");
    }
    return email;
  }

  private MessageStructure structure() {
    MessageStructure known = structure;
    if (known == null) {
      known = client.post().emails().structure(account, email());
      structure = known;
    }
    return known;
  }

  private ByteSource bytes() {
    return client.post().emails().bytes(account, email());
  }

  // ---- what is not read from the octets

  void emailId() throws IOException {
    wire.print("EMAILID (").print(ObjectIds.email(email())).print(")");
  }

  void threadId() throws IOException {
    wire.print("THREADID (").print(ObjectIds.thread(account, email())).print(")");
  }

  /** The stored preview, cut to what RFC 8970 section 3.3 would have. */
  void preview() throws IOException {
    String text = email().preview();
    int length = text.codePointCount(0, text.length());
    String cut =
        length <= MAX_PREVIEW ? text : text.substring(0, text.offsetByCodePoints(0, MAX_PREVIEW));
    wire.print("PREVIEW ").print(Responses.string(cut.strip(), client.utf8()));
  }

  void envelope() throws IOException {
    EnvelopeForm known = envelope;
    EnvelopeForm ready = known == null ? client.post().emails().envelope(account, email()) : known;
    wire.print("ENVELOPE ").write(ready.array(), ready.offset(), ready.length());
  }

  void structure(String name, boolean extended) throws IOException {
    wire.print(name).write(ImapForm.structure(structure().body(), extended));
  }

  // ---- BODY[…]

  void body(FetchItem.Body item) throws IOException {
    wire.print(item.name()).print(" ");
    FetchItem.Section section = item.section();
    Optional<Range> range = range(section);
    if (range.isEmpty()) {
      wire.print("NIL");
      return;
    }
    switch (section.fields()) {
      case ALL -> literal(range.get(), item.partial());
      case NAMED, NOT_NAMED -> {
        byte[] header;
        try (InputStream in = bytes().open(range.get().start(), range.get().length())) {
          header = new HeaderFields(section).select(new WithoutNul(in));
        }
        literal(header, item.partial());
      }
    }
  }

  private Optional<Range> range(FetchItem.Section section) {
    // Fields are looked for up to the first empty line, so the structure need not be read.
    boolean fields = section.range().equals("HEADER") && section.fields() != FetchItem.Fields.ALL;
    return section.range().isEmpty() || fields
        ? Optional.of(new Range(0, email().size()))
        : structure().section(section.range());
  }

  private void literal(Range range, Optional<FetchItem.Partial> partial) throws IOException {
    long skip = partial.map(asked -> Math.min(asked.offset(), range.length())).orElse(0L);
    long rest = range.length() - skip;
    long count = partial.map(asked -> Math.min(asked.count(), rest)).orElse(rest);
    if (count == 0) {
      wire.print("\"\"");
      return;
    }
    try (InputStream in = bytes().open(range.start() + skip, count)) {
      wire.print("{").print(count).print("}\r\n");
      if (wire.copy(new WithoutNul(in)) != count) {
        // The client counts on what was announced: nothing sensible can follow.
        throw new IOException("a message is shorter than it should be");
      }
    }
  }

  private void literal(byte[] octets, Optional<FetchItem.Partial> partial) throws IOException {
    int skip = partial.map(asked -> (int) Math.min(asked.offset(), octets.length)).orElse(0);
    int rest = octets.length - skip;
    int count = partial.map(asked -> (int) Math.min(asked.count(), rest)).orElse(rest);
    wire.print("{").print(count).print("}\r\n").write(octets, skip, count);
  }

  // ---- BINARY (RFC 3516)

  /** Whether a part is encoded in a way that is known; so is one that is not there. */
  boolean canDecode(String number) {
    return part(number)
        .map(part -> part.content().encoding())
        .map(name -> isIdentity(name) || TransferEncoding.of(name) != TransferEncoding.IDENTITY)
        .orElse(true);
  }

  // RFC 2045 section 6.2
  private static boolean isIdentity(String encoding) {
    return switch (encoding) {
      case "7bit", "8bit", "binary" -> true;
      case String _ -> false;
    };
  }

  private Optional<Part> part(String number) {
    return number.isEmpty() ? Optional.of(structure().body()) : structure().at(number);
  }

  /** The decoded octets of a part, or those of the whole message, which are not encoded. */
  private InputStream decoded(String number, Part part) throws IOException {
    if (number.isEmpty()) {
      return bytes().open(0, email().size());
    }
    Extent extent = part.extent();
    TransferEncoding encoding =
        part instanceof Part.Leaf leaf
            ? leaf.content().transferEncoding()
            : TransferEncoding.IDENTITY;
    return TransferDecoder.of(bytes().open(extent.body(), extent.size()), encoding);
  }

  /** What is sent of a part: its octets, and whether there is a NUL among them. */
  private record Decoded(long size, boolean hasNul) {}

  private Decoded measure(String number, Part part) throws IOException {
    long size = 0;
    boolean hasNul = false;
    try (InputStream in = decoded(number, part)) {
      byte[] piece = new byte[PIECE];
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        size += got;
        hasNul = hasNul || WithoutNul.isIn(piece, 0, got);
      }
    }
    return new Decoded(size, hasNul);
  }

  void binarySize(FetchItem.BinarySize item) throws IOException {
    Optional<Part> part = part(item.part());
    long size = part.isPresent() ? measure(item.part(), part.get()).size() : 0;
    wire.print("BINARY.SIZE[").print(item.part()).print("] ").print(size);
  }

  void binary(FetchItem.Binary item) throws IOException {
    wire.print("BINARY[").print(item.part()).print("]");
    wire.print(FetchGrammar.origin(item.partial())).print(" ");
    Optional<Part> part = part(item.part());
    if (part.isEmpty()) {
      wire.print("NIL");
      return;
    }
    // Twice through the part, rather than the part in memory.
    Decoded all = measure(item.part(), part.get());
    long skip = item.partial().map(asked -> Math.min(asked.offset(), all.size())).orElse(0L);
    long rest = all.size() - skip;
    long count = item.partial().map(asked -> Math.min(asked.count(), rest)).orElse(rest);
    try (InputStream in = decoded(item.part(), part.get())) {
      in.skipNBytes(skip);
      wire.print(all.hasNul() ? "~{" : "{").print(count).print("}\r\n");
      byte[] piece = new byte[PIECE];
      long left = count;
      while (left > 0) {
        int got = in.read(piece, 0, (int) Math.min(piece.length, left));
        if (got < 0) {
          throw new IOException("a message is shorter than it should be");
        }
        wire.write(piece, 0, got);
        left -= got;
      }
    }
  }
}
