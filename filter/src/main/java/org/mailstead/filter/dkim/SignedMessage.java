package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;

/** A message as signatures see it: its header in memory, its body as it flows by. */
public final class SignedMessage {
  private static final int CHUNK = 16 << 10;

  private final ByteSource source;
  private final MessageHeader header;
  private final List<RawField> fields;
  private final Map<String, List<RawField>> byName = new HashMap<>();

  private SignedMessage(ByteSource source, MessageHeader header, List<RawField> fields) {
    this.source = source;
    this.header = header;
    this.fields = List.copyOf(fields);
    for (RawField field : fields) {
      byName.computeIfAbsent(field.name(), _ -> new ArrayList<>()).add(field);
    }
  }

  /** Reads the header. */
  public static SignedMessage read(ByteSource source, MimeLimits limits) throws IOException {
    MessageHeader header = MessageHeader.read(source, limits);
    // White space before colons counts for no limit of fields: it must not fill the memory either.
    boolean complete = header.complete() && header.body() <= 2L * limits.header();
    header = new MessageHeader(header.fields(), header.body(), complete);
    return new SignedMessage(source, header, complete ? raw(source, header) : List.of());
  }

  /**
   * This with fields before it, as signatures of it see them.
   *
   * @param before each with its CRLF
   */
  public SignedMessage below(String before) throws IOException {
    SignedMessage added =
        read(ByteSource.of((before + "\r\n").getBytes(ISO_8859_1)), MimeLimits.DEFAULT);
    List<RawField> all = new ArrayList<>(added.fields);
    all.addAll(fields);
    return new SignedMessage(source, header, all);
  }

  private static List<RawField> raw(ByteSource source, MessageHeader header) throws IOException {
    String octets;
    try (InputStream in = source.open(0, header.body())) {
      octets = new String(in.readAllBytes(), ISO_8859_1);
    }
    List<RawField> fields = new ArrayList<>();
    for (HeaderField field : header.fields()) {
      String raw = octets.substring((int) field.start(), (int) field.end());
      fields.add(RawField.of(withCrlf(raw)));
    }
    return fields;
  }

  private static String withCrlf(String raw) {
    int end = raw.length();
    end -= raw.endsWith("\r\n") ? 2 : raw.endsWith("\n") || raw.endsWith("\r") ? 1 : 0;
    String field = raw.substring(0, end);
    return field.indexOf('\n') < 0 ? field : field.replaceAll("\r?\n", "\r\n");
  }

  /** The header as other parts of the program read it. */
  public MessageHeader header() {
    return header;
  }

  /** Whether the header was small enough to be looked at. */
  public boolean isComplete() {
    return header.complete();
  }

  List<RawField> fields() {
    return fields;
  }

  List<RawField> fields(String lowerCaseName) {
    return byName.getOrDefault(lowerCaseName, List.of());
  }

  /**
   * The fields that a list names, as they are hashed: each mention takes one more from the bottom
   * (RFC 6376 section 5.4.2), and what is not there counts nothing.
   *
   * @param own a signature does not sign itself, even when it says so
   */
  String signedFields(List<String> names, Canonicalization form, RawField own) {
    Map<String, Integer> taken = new HashMap<>();
    var signed = new StringBuilder();
    for (String name : names) {
      List<RawField> all = fields(name);
      int at = all.size() - taken.merge(name, 1, Integer::sum);
      if (at >= 0 && all.get(at).equals(own)) {
        at = all.size() - taken.merge(name, 1, Integer::sum);
      }
      if (at >= 0) {
        signed.append(form.header(all.get(at))).append("\r\n");
      }
    }
    return signed.toString();
  }

  /** Reads the body once, for all that is asked of it. */
  BodyHashes hashes(Set<BodyHash> wanted) throws IOException {
    var hashing = new BodyHashing(wanted);
    if (!wanted.isEmpty()) {
      byte[] chunk = new byte[CHUNK];
      long length = source.length() - header.body();
      try (InputStream in = source.open(header.body(), length)) {
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
          hashing.write(chunk, 0, n);
        }
      }
    }
    return hashing.finish();
  }
}
