package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.Octets;

/**
 * The message as the script sees it: what came, and what the script made of it. The header is read
 * when the first test asks for a field, the structure when one asks for parts.
 */
final class Mail {
  private ByteSource base;
  private Optional<MessageHeader> header = Optional.empty();
  private List<MailField> fields = new ArrayList<>();
  private Optional<MailHeader> named = Optional.empty();
  private Optional<MessageStructure> structure = Optional.empty();
  private boolean edited;
  private boolean replaced;

  Mail(ByteSource octets) {
    this.base = octets;
  }

  private MessageHeader header() {
    if (header.isEmpty()) {
      try {
        MessageHeader read = MessageHeader.read(base, MimeLimits.DEFAULT);
        fields = new ArrayList<>(read.fields().size());
        byte[] octets = bytes(base, 0, read.body());
        for (HeaderField field : read.fields()) {
          int start = Math.toIntExact(field.start());
          int length = Math.toIntExact(field.end()) - start;
          fields.add(
              new MailField(
                  field.name(),
                  new Octets(new String(octets, start, length, ISO_8859_1)),
                  field.value()));
        }
        header = Optional.of(read);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return header.get();
  }

  static byte[] bytes(ByteSource source, long from, long length) {
    try (InputStream in = source.open(from, length)) {
      return in.readNBytes(Math.toIntExact(length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fields as they are now. */
  MailHeader fields() {
    header();
    if (named.isEmpty()) {
      named = Optional.of(new MailHeader(fields));
    }
    return named.get();
  }

  List<MailField> fields(String name) {
    return fields().named(name);
  }

  /** Puts a field at the top, or at the end (RFC 5293 section 4). */
  void add(MailField field, boolean last) {
    header();
    fields.add(last ? fields.size() : 0, field);
    named = Optional.empty();
    edited = true;
  }

  /** Removes exactly these. */
  void remove(List<MailField> gone) {
    header();
    // By identity: of two equal fields one may stay.
    Set<MailField> exactly = Collections.newSetFromMap(new IdentityHashMap<>());
    exactly.addAll(gone);
    edited |= fields.removeIf(exactly::contains);
    named = Optional.empty();
  }

  /** What the message is made of, without changes of header fields. */
  ByteSource base() {
    return base;
  }

  /** Where the parts of {@link #base()} lie. */
  MessageStructure structure() {
    if (structure.isEmpty()) {
      structure = Optional.of(structure(base));
    }
    return structure.get();
  }

  static MessageStructure structure(ByteSource of) {
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    byte[] chunk = new byte[16 << 10];
    try (InputStream in = of.open(0, of.length())) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        scanner.write(chunk, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scanner.finish();
  }

  /** The message's body, and only that. */
  ByteSource body() {
    long start = header().body();
    return Joined.range(base, start, base.length() - start);
  }

  /** Where the body starts in {@link #base()}. */
  long bodyStart() {
    return header().body();
  }

  long size() {
    return edited ? octets().length() : base.length();
  }

  /** The message as it is now. */
  Content content() {
    return new Content(octets(), edited || replaced);
  }

  private ByteSource octets() {
    return edited ? new Joined(List.of(head(), body())) : base;
  }

  /** The header as it is now, with the empty line. */
  ByteSource head() {
    if (!edited) {
      return Joined.range(base, 0, header().body());
    }
    var head = new StringBuilder();
    fields.forEach(field -> head.append(field.octets().latin1()));
    if (!head.isEmpty() && head.charAt(head.length() - 1) != '\n') {
      head.append("\r\n"); // a header that the message ended with
    }
    head.append("\r\n");
    return ByteSource.of(head.toString().getBytes(ISO_8859_1));
  }

  /** From here on the message is this one. */
  void become(ByteSource octets) {
    base = octets;
    header = Optional.empty();
    fields = new ArrayList<>();
    named = Optional.empty();
    structure = Optional.empty();
    edited = false;
    replaced = true;
  }
}
