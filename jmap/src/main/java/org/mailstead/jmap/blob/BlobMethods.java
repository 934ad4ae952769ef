package org.mailstead.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/** Blob/copy (RFC 8620 section 6.3); Blob/upload, get and lookup (RFC 9404). */
public final class BlobMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:blob";

  private final Post post;
  private final BlobStore blobs;
  private final LongSupplier maxUpload;
  private final String mail;

  /**
   * @param maxUpload octets of a blob
   * @param mail the capability of the types that blobs are found in
   */
  public BlobMethods(Post post, BlobStore blobs, LongSupplier maxUpload, String mail) {
    this.post = post;
    this.blobs = blobs;
    this.maxUpload = maxUpload;
    this.mail = mail;
  }

  /** What the session object says of it. */
  public static ObjectNode capability(long maxUpload) {
    ObjectNode json = JmapJson.object();
    json.put("maxSizeBlobSet", maxUpload).put("maxDataSources", BlobUpload.MOST_SOURCES);
    json.set("supportedTypeNames", JmapJson.array(BlobLookup.TYPES));
    json.set("supportedDigestAlgorithms", JmapJson.array(BlobGet.DIGESTS.keySet()));
    return json;
  }

  public void addTo(Methods methods) {
    methods
        .add(Methods.CORE, "Blob/copy", this::copy)
        .add(CAPABILITY, "Blob/upload", new BlobUpload(post, blobs, maxUpload)::upload)
        .add(CAPABILITY, "Blob/get", new BlobGet(post, blobs)::get)
        .add(CAPABILITY, "Blob/lookup", new BlobLookup(post, blobs, mail)::lookup);
  }

  private void copy(Exchange exchange, Arguments in) {
    String fromId = in.id("fromAccountId");
    Access from =
        Access.find(exchange.caller(), post, fromId)
            .orElseThrow(() -> new MethodError("fromAccountNotFound", "there is no " + fromId));
    Access to = Access.toChange(exchange, post, in.id("accountId"));
    List<String> ids =
        in.ids("blobIds").orElseThrow(() -> MethodError.invalidArguments("blobIds is to be given"));
    in.done();
    if (from.owner().equals(to.owner())) {
      throw MethodError.invalidArguments("the two accounts are the same");
    }
    if (ids.size() > ServerLimits.MAX_OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_SET + " blobs");
    }
    ObjectNode copied = JmapJson.object();
    ObjectNode notCopied = JmapJson.object();
    for (String id : ids) {
      Optional<ByteSource> octets = blobs.find(from, id);
      if (octets.isEmpty()) {
        notCopied.set(id, SetError.notFound().json());
        continue;
      }
      try {
        copied.put(id, copy(octets.get(), to));
      } catch (Refused e) {
        notCopied.set(id, SetError.of(e.problem()).json());
      }
    }
    ObjectNode json = JmapJson.object();
    json.put("fromAccountId", fromId).put("accountId", in.id("accountId"));
    put(json, "copied", copied);
    put(json, "notCopied", notCopied);
    exchange.reply(json);
  }

  private String copy(ByteSource octets, Access to) {
    try (InputStream in = octets.open(0, octets.length())) {
      var made = blobs.upload(to, in, octets.length());
      return BlobName.upload(to.owner().value(), made.number()).toString();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }

  static void put(ObjectNode json, String name, ObjectNode map) {
    if (map.isEmpty()) {
      json.putNull(name);
    } else {
      json.set(name, map);
    }
  }
}
