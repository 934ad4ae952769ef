package org.mailstead.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.Post;
import org.mailstead.post.Uploads;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Blob/upload (RFC 9404 section 4.1): makes blobs of what is given and of parts of others. */
final class BlobUpload {
  static final int MOST_SOURCES = 100;
  private static final int MAX_TYPE = 255;

  private final Post post;
  private final BlobStore blobs;
  private final LongSupplier maxUpload;

  /**
   * @param maxUpload octets
   */
  BlobUpload(Post post, BlobStore blobs, LongSupplier maxUpload) {
    this.post = post;
    this.blobs = blobs;
    this.maxUpload = maxUpload;
  }

  void upload(Exchange exchange, Arguments in) {
    Map<String, ObjectNode> create = in.objects("create");
    Access access = Access.toChange(exchange, post, in.id("accountId"));
    in.done();
    if (create.size() > ServerLimits.MAX_OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_SET + " blobs");
    }
    ObjectNode created = JmapJson.object();
    ObjectNode notCreated = JmapJson.object();
    create.forEach((id, object) -> {
      try {
        ObjectNode made = create(exchange, access, object);
        exchange.made(id, made.path("id").asString());
        created.set(id, made);
      } catch (SetError.Thrown e) {
        notCreated.set(id, e.error().json());
      } catch (Refused e) {
        notCreated.set(id, SetError.of(e.problem()).json());
      }
    });
    ObjectNode json = JmapJson.object();
    json.put("accountId", in.id("accountId"));
    BlobMethods.put(json, "created", created);
    BlobMethods.put(json, "notCreated", notCreated);
    exchange.reply(json);
  }

  private ObjectNode create(Exchange exchange, Access access, ObjectNode object) {
    if (!Set.of("data", "type").containsAll(object.propertyNames())) {
      throw SetError.invalid("a blob has data and a type", List.copyOf(object.propertyNames()))
          .thrown();
    }
    String type = type(object.path("type"));
    JsonNode data = object.path("data");
    if (!data.isArray() || data.size() > MOST_SOURCES) {
      throw SetError.invalid("it is to be a list of at most " + MOST_SOURCES, "data").thrown();
    }
    List<DataSource> sources = new ArrayList<>();
    long size = 0;
    for (JsonNode one : data) {
      DataSource source =
          DataSource.read(one, id -> exchange.real(id).flatMap(real -> blobs.find(access, real)));
      size += source.length();
      sources.add(source);
    }
    long most = maxUpload.getAsLong();
    if (size > most) {
      throw new SetError(
              "tooLarge", "a blob is too large", Map.of("maxSize", JmapJson.number(most)))
          .thrown();
    }
    Uploads.Upload made = store(access, sources, most);
    String id = BlobName.upload(access.owner().value(), made.number()).toString();
    return JmapJson.object()
        .put("id", id)
        .put("blobId", id)
        .put("type", type)
        .put("size", made.size());
  }

  private static String type(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return "application/octet-stream";
    }
    if (!given.isString() || given.asString().length() > MAX_TYPE) {
      throw SetError.invalid("it is to be a media type", "type").thrown();
    }
    return given.asString();
  }

  private Uploads.Upload store(Access access, List<DataSource> sources, long most) {
    List<InputStream> open = new ArrayList<>();
    try {
      for (DataSource source : sources) {
        open.add(source.open());
      }
      try (var all = new SequenceInputStream(Collections.enumeration(open))) {
        return blobs.upload(access, all, most);
      }
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }
}
