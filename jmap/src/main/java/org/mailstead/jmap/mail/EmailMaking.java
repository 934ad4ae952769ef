package org.mailstead.jmap.mail;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.mailstead.formats.jmap.EmailWriter;
import org.mailstead.formats.jmap.NewEmail;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.ReceivedDate;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.node.ObjectNode;

/** Makes emails: of what a client writes, or of a message that is there. */
final class EmailMaking {
  private static final int ID_OCTETS = 16;

  private final Post post;
  private final BlobStore blobs;
  private final LongSupplier maxSize;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * @param maxSize octets of a message
   */
  EmailMaking(
      Post post, BlobStore blobs, LongSupplier maxSize, SecureRandom random, InstantSource clock) {
    this.post = post;
    this.blobs = blobs;
    this.maxSize = maxSize;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Where an email is to be.
   *
   * @param flags names of flags
   * @param received empty for now
   */
  record Where(Set<MailboxId> mailboxes, Set<String> flags, Optional<Instant> received) {}

  /** Writes a message and puts it there. */
  ObjectNode write(Access access, Caller caller, NewEmail email, Where where) {
    Map<String, ByteSource> sources = sources(access, email);
    long octets = sources.values().stream().mapToLong(ByteSource::length).sum();
    if (octets > maxSize.getAsLong()) {
      throw tooLarge();
    }
    String id =
        HexFormat.of().formatHex(random.generateSeed(ID_OCTETS)) + "@" + caller.address().domain();
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return put(
        access,
        where,
        where.received().orElse(now.toInstant()),
        out -> new EmailWriter(sources, random).write(email, id, now, out));
  }

  private Map<String, ByteSource> sources(Access access, NewEmail email) {
    Map<String, ByteSource> sources = new HashMap<>();
    List<String> missing = new java.util.ArrayList<>();
    for (String id : email.blobIds()) {
      blobs
          .find(access, id)
          .ifPresentOrElse(found -> sources.put(id, found), () -> missing.add(id));
    }
    if (!missing.isEmpty()) {
      throw new SetError(
              "blobNotFound",
              "there are no such blobs",
              Map.of("notFound", JmapJson.array(missing)))
          .thrown();
    }
    return sources;
  }

  private SetError.Thrown tooLarge() {
    return new SetError(
            "tooLarge",
            "at most " + maxSize.getAsLong() + " octets",
            Map.of("maxSize", JmapJson.NODES.numberNode(maxSize.getAsLong())))
        .thrown();
  }

  /** Puts a message that is there already. */
  ObjectNode take(Access access, ByteSource message, List<HeaderField> header, Where where) {
    if (message.length() > maxSize.getAsLong()) {
      throw tooLarge();
    }
    Instant received =
        where
            .received()
            .or(() -> ReceivedDate.of(header))
            .orElseGet(clock::instant); // RFC 8621 section 4.8
    return put(
        access,
        where,
        received,
        out -> {
          try (InputStream in = message.open(0, message.length())) {
            in.transferTo(out);
          }
        });
  }

  private interface Writing {
    void to(Arriving out) throws IOException;
  }

  private ObjectNode put(Access access, Where where, Instant received, Writing writing) {
    NewMessage message =
        EmailSource.reading(() -> {
          try (Arriving arriving = post.intake().begin(access.owner())) {
            writing.to(arriving);
            Arriving.Arrived arrived = arriving.finish(access.owner());
            return new NewMessage(
                arrived.body(),
                new byte[0],
                arrived.structure(),
                arrived.preview(),
                where.flags(),
                received.atOffset(ZoneOffset.UTC),
                List.of());
          }
        });
    if (message.size() > maxSize.getAsLong()) {
      throw tooLarge();
    }
    return put(access, where, message);
  }

  /** Puts a message that has come in. */
  ObjectNode put(Access access, Where where, NewMessage message) {
    long number = post.edits().create(access.owner(), where.mailboxes(), message);
    AccountEmail made =
        post.view(access.owner())
            .find(number)
            .orElseThrow(() -> SetError.notFound().thrown()); // gone already
    return JmapJson.object()
        .put("id", ObjectIds.email(made.origin()))
        .put("blobId", BlobName.email(made.origin()).toString())
        .put("threadId", ObjectIds.thread(access.owner(), made.thread()))
        .put("size", made.size());
  }
}
