package org.mailstead.jmap.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.jmap.EmailBody;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.Preview;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Keywords;
import org.mailstead.post.Post;
import org.mailstead.post.SignedMail;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * A message that properties are read from: an email of an account, or a blob that is read as one.
 * What costs something is read when it is asked for, and once.
 */
final class EmailSource {
  /** What only a stored email has. */
  record Stored(
      Post post,
      Access access,
      AccountEmail email,
      Email row,
      Keywords keywords,
      SignedMail.Round signatures) {
    Optional<SignedMail.Signature> signature() {
      return signatures.of(row);
    }
  }

  private final Optional<Stored> stored;
  private final BlobName blob;
  private final ByteSource bytes;
  private Optional<List<HeaderField>> header = Optional.empty();
  private Optional<MessageStructure> structure = Optional.empty();
  private Optional<EmailBody> body = Optional.empty();

  private EmailSource(Optional<Stored> stored, BlobName blob, ByteSource bytes) {
    this.stored = stored;
    this.blob = blob;
    this.bytes = bytes;
  }

  static EmailSource of(
      Post post,
      Access access,
      AccountEmail email,
      Email row,
      Keywords keywords,
      SignedMail.Round signatures) {
    return new EmailSource(
        Optional.of(new Stored(post, access, email, row, keywords, signatures)),
        BlobName.email(email.origin()),
        post.emails().bytes(access.owner(), row));
  }

  static EmailSource of(BlobName blob, ByteSource bytes) {
    return new EmailSource(Optional.empty(), blob, bytes);
  }

  Optional<Stored> stored() {
    return stored;
  }

  BlobName blob() {
    return blob;
  }

  ByteSource bytes() {
    return bytes;
  }

  long size() {
    return bytes.length();
  }

  /** The fields of the message's header. */
  List<HeaderField> header() {
    if (header.isEmpty()) {
      header = Optional.of(reading(() -> MessageHeader.read(bytes, MimeLimits.DEFAULT).fields()));
    }
    return header.get();
  }

  private MessageStructure structure() {
    if (structure.isEmpty()) {
      structure =
          Optional.of(
              stored
                  .map(one -> one.post().emails().structure(one.access().owner(), one.row()))
                  .orElseGet(() -> BlobStore.structure(bytes)));
    }
    return structure.get();
  }

  EmailBody body() {
    if (body.isEmpty()) {
      body = Optional.of(EmailBody.of(structure()));
    }
    return body.get();
  }

  boolean hasAttachment() {
    return stored
        .map(one -> one.row().details().hasAttachment())
        .orElseGet(() -> body().hasAttachment());
  }

  String preview() {
    return stored
        .map(one -> one.row().preview())
        .orElseGet(() -> reading(() -> Preview.of(structure(), bytes)));
  }

  /** Something that reads the message. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
    }
  }
}
