package org.mailstead.jmap.contacts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.formats.contact.Picture;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the octets of pictures beside the card that they are of (RFC 9610 section 3). */
final class CardPictures {
  /** Octets of one. */
  static final int MAX_SIZE = 5 << 20;

  private final Post post;
  private final BlobStore blobs;

  CardPictures(Post post, BlobStore blobs) {
    this.post = post;
    this.blobs = blobs;
  }

  /**
   * Has what a client gives as a blob or a data: URI handed in, and the card name it.
   *
   * @param before as clients see the card now; empty for one that is made
   */
  void take(Access access, ObjectNode card, Optional<Contact> before) {
    for (var one : card.path("media").properties()) {
      ObjectNode media = (ObjectNode) one.getValue();
      if (media.has(Contact.HELD)) {
        throw wrong("there is no property " + Contact.HELD);
      }
      if (media.has("blobId")) {
        Optional<JsonNode> held = before.flatMap(now -> held(access, now, one.getKey(), media));
        if (held.isPresent()) {
          media.remove("blobId");
          media.set(Contact.HELD, held.get());
        } else {
          hold(access, media, ofBlob(access, media.path("blobId").asString("")));
        }
      } else if (media.path("uri").asString("").startsWith("data:")) {
        ofData(media.path("uri").asString()).ifPresent(octets -> hold(access, media, octets));
      }
    }
  }

  /** What the card has already under this name. */
  private static Optional<JsonNode> held(Access access, Contact now, String key, ObjectNode media) {
    JsonNode seen = CardJson.write(now, access.owner()).path("media").path(key);
    return seen.path("blobId").equals(media.path("blobId"))
        ? Optional.ofNullable(now.card().path("media").path(key).get(Contact.HELD))
        : Optional.empty();
  }

  private byte[] ofBlob(Access access, String blobId) {
    ByteSource octets =
        blobs.find(access, blobId).orElseThrow(() -> wrong("there is no blob " + blobId));
    if (octets.length() > MAX_SIZE) {
      throw new SetError("tooLarge", "a picture has at most " + MAX_SIZE + " octets").thrown();
    }
    try (InputStream in = octets.open(0, octets.length())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }

  /** Empty for what is not in base64, which stays as it is. */
  private static Optional<byte[]> ofData(String uri) {
    int comma = uri.indexOf(',');
    if (comma < 0 || !uri.substring(0, comma).endsWith(";base64")) {
      return Optional.empty();
    }
    if (uri.length() > MAX_SIZE) {
      throw new SetError("tooLarge", "a picture has at most " + MAX_SIZE + " octets").thrown();
    }
    try {
      return Optional.of(Base64.getMimeDecoder().decode(uri.substring(comma + 1)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private void hold(Access access, ObjectNode media, byte[] octets) {
    String kind = media.path("kind").asString("photo");
    Optional<String> type = Picture.type(octets);
    if (type.isEmpty() && !kind.equals("sound")) {
      throw wrong("it is no picture of a known kind");
    }
    try {
      var upload =
          post.uploads()
              .put(access.owner(), access.viewer(), new ByteArrayInputStream(octets), MAX_SIZE);
      media.remove("uri");
      media.remove("blobId");
      media.put(Contact.HELD, upload.number());
      type.ifPresent(known -> media.put("mediaType", known));
      if (!media.has("mediaType")) {
        media.put("mediaType", "application/octet-stream");
      }
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "blob.unwritable", e.getClass().getSimpleName());
    }
  }

  private static SetError.Thrown wrong(String why) {
    return SetError.invalid(why, "media").thrown();
  }
}
