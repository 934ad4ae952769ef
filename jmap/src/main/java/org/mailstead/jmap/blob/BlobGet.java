package org.mailstead.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Blob/get (RFC 9404 section 4.2): octets of blobs, or digests of them. */
final class BlobGet {
  /** By their names in JMAP, those that Java has. */
  static final Map<String, String> DIGESTS = digests();

  private static final Set<String> DATA = Set.of("data", "data:asText", "data:asBase64");

  /** Octets of which one call tells the digests: it is work without an answer that would end it. */
  private static final long MOST_DIGESTED = 500_000_000;

  private final Post post;
  private final BlobStore blobs;

  BlobGet(Post post, BlobStore blobs) {
    this.post = post;
    this.blobs = blobs;
  }

  private static Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    digests.put("sha", "SHA-1");
    digests.put("sha-256", "SHA-256");
    digests.put("sha-512", "SHA-512");
    return digests;
  }

  /** A part of each blob. */
  private record Range(long offset, Optional<Long> length) {
    long from(ByteSource blob) {
      return Math.min(offset, blob.length());
    }

    long count(ByteSource blob) {
      long rest = blob.length() - from(blob);
      return length.map(wanted -> Math.min(wanted, rest)).orElse(rest);
    }

    boolean isWhole(ByteSource blob) {
      return offset <= blob.length()
          && length.map(wanted -> wanted <= blob.length() - offset).orElse(true);
    }
  }

  void get(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    List<String> ids =
        in.ids("ids").orElseThrow(() -> MethodError.invalidArguments("ids is to be given"));
    List<String> properties = in.texts("properties").orElse(List.of("data", "size"));
    var range = new Range(in.unsigned("offset").orElse(0L), in.unsigned("length"));
    in.done();
    properties.forEach(BlobGet::check);
    if (ids.size() > ServerLimits.MAX_OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_GET + " ids");
    }
    ArrayNode list = JmapJson.array();
    ArrayNode notFound = JmapJson.array();
    long size = 0;
    long digested = 0;
    for (String id : ids) {
      Optional<ByteSource> found = exchange.real(id).flatMap(real -> blobs.find(access, real));
      if (found.isEmpty()) {
        notFound.add(id);
        continue;
      }
      long count = range.count(found.get());
      if (properties.stream().anyMatch(DATA::contains)) {
        exchange.needRoom(size + count);
      }
      digested += count;
      if (digested > MOST_DIGESTED) {
        throw MethodError.requestTooLarge("at most " + MOST_DIGESTED + " octets");
      }
      ObjectNode written = write(exchange.real(id).orElse(id), found.get(), range, properties);
      size += JmapJson.size(written);
      list.add(written);
    }
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    json.set("list", list);
    json.set("notFound", notFound);
    exchange.reply(json);
  }

  private static void check(String property) {
    boolean digest =
        property.startsWith("digest:")
            && DIGESTS.containsKey(property.substring("digest:".length()));
    if (!digest && !DATA.contains(property) && !Set.of("id", "size").contains(property)) {
      throw MethodError.invalidArguments("there is no property " + property);
    }
  }

  private static ObjectNode write(
      String id, ByteSource blob, Range range, List<String> properties) {
    ObjectNode json = JmapJson.object().put("id", id);
    try {
      if (properties.stream().anyMatch(DATA::contains)) {
        writeData(json, octets(blob, range), properties);
      }
      for (String property : properties) {
        if (property.startsWith("digest:")) {
          json.put(property, digest(property.substring("digest:".length()), blob, range));
        }
      }
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
    if (properties.contains("size")) {
      json.put("size", blob.length());
    }
    if (!range.isWhole(blob)) {
      json.put("isTruncated", true);
    }
    return json;
  }

  private static byte[] octets(ByteSource blob, Range range) throws IOException {
    try (InputStream in = blob.open(range.from(blob), range.count(blob))) {
      return in.readAllBytes();
    }
  }

  private static void writeData(ObjectNode json, byte[] octets, List<String> properties) {
    boolean wantsText = properties.contains("data:asText");
    boolean wantsBase64 = properties.contains("data:asBase64");
    boolean wantsEither = properties.contains("data");
    Optional<String> text = wantsText || wantsEither ? text(octets) : Optional.empty();
    if (wantsText || wantsEither) {
      text.ifPresentOrElse(
          some -> json.put("data:asText", some), () -> json.put("isEncodingProblem", true));
      if (text.isEmpty() && wantsText) {
        json.putNull("data:asText");
      }
    }
    if (wantsBase64 || (wantsEither && text.isEmpty())) {
      json.put("data:asBase64", Base64.getEncoder().encodeToString(octets));
    }
  }

  private static Optional<String> text(byte[] octets) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static String digest(String name, ByteSource blob, Range range) throws IOException {
    MessageDigest digest = algorithm(name);
    try (InputStream in = blob.open(range.from(blob), range.count(blob))) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(DIGESTS.getOrDefault(name, name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has them
    }
  }
}
