package org.mailstead.jmap.blob;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.DecodedPart;
import org.mailstead.formats.jmap.EmailBody;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.tnef.UnpackedFile;
import org.mailstead.formats.tnef.Winmail;
import org.mailstead.jmap.account.Access;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Post;
import org.mailstead.post.Uploads;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Finds octets by the ids of their blobs, as far as somebody may see them. */
public final class BlobStore {
  private final Post post;

  public BlobStore(Post post) {
    this.post = post;
  }

  /** Takes octets; they are the caller's own until something is made of them. */
  public Uploads.Upload upload(Access access, InputStream in, long most) throws IOException {
    return post.uploads().put(access.owner(), access.viewer(), in, most);
  }

  /** Empty when there is none, or none for him. */
  public Optional<ByteSource> find(Access access, String id) {
    return BlobName.parse(id).flatMap(name -> find(access, name));
  }

  public Optional<ByteSource> find(Access access, BlobName name) {
    Optional<ByteSource> octets =
        switch (name.kind()) {
          case EMAIL -> email(access, name.origin());
          case UPLOAD -> upload(access, name.origin());
          case SCRIPT -> script(access, name.origin());
        };
    for (String partId : name.path()) {
      OptionalInt file = BlobName.unpacked(partId);
      octets =
          octets.flatMap(around ->
              file.isPresent() ? unpacked(around, file.getAsInt()) : part(around, partId));
    }
    return octets;
  }

  private Optional<ByteSource> email(Access access, Email.Origin origin) {
    Optional<AccountEmail> found = access.find(post, origin);
    return found.map(email -> {
      Email row = post.emails().get(access.owner(), email.number());
      return post.emails().bytes(access.owner(), row);
    });
  }

  private Optional<ByteSource> upload(Access access, Email.Origin origin) {
    return origin.account() != access.owner().value()
        ? Optional.empty()
        : post.uploads()
            .find(access.owner(), origin.number(), access.viewer())
            .map(upload -> post.uploads().bytes(access.owner(), upload));
  }

  /** Nobody but their owner sees scripts. */
  private Optional<ByteSource> script(Access access, Email.Origin origin) {
    return access.isOwn() && origin.account() == access.owner().value()
        ? post.numberedScripts().content(access.owner(), origin.number()).map(ByteSource::of)
        : Optional.empty();
  }

  private static Optional<ByteSource> part(ByteSource message, String partId) {
    Optional<BodyPart> part = EmailBody.of(structure(message)).part(partId);
    return part.map(found -> new DecodedPart(found, message));
  }

  private static Optional<ByteSource> unpacked(ByteSource tnef, int number) {
    try {
      return Winmail.unpack(tnef, true).stream()
          .flatMap(List::stream)
          .filter(file -> file.number() == number)
          .map(UnpackedFile::octets)
          .findFirst();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }

  /** The structure of a message that is not stored as an email. */
  public static MessageStructure structure(ByteSource message) {
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    try (InputStream in = message.open(0, message.length())) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        scanner.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
    return scanner.finish();
  }
}
