package org.mailstead.jmap.mdn;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageIds;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferDecoder;
import org.mailstead.formats.report.DispositionNotification;
import org.mailstead.formats.report.DispositionNotificationParser;
import org.mailstead.formats.report.UnreadableReport;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.EmailPages;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Reads messages that tell what became of others (RFC 9007 section 2.2). */
final class MdnReading {
  private static final int MOST_TEXT = 256 << 10;

  /** The newest emails among which one is looked for by its Message-ID. */
  private static final int LOOKED_AT = 50_000;

  private static final int BATCH = 1_000;

  private final Post post;

  MdnReading(Post post) {
    this.post = post;
  }

  /** Empty for a message that is no MDN. */
  Optional<Mdn> read(ByteSource blob) {
    MessageStructure message = BlobStore.structure(blob);
    boolean report =
        message.body() instanceof Part.Multipart multipart
            && multipart.content().type().is("multipart", "report");
    if (!report) {
      return Optional.empty();
    }
    List<Part> parts = message.leaves().stream().map(NumberedPart::part).toList();
    try {
      for (Part part : parts) {
        ContentType type = part.content().type();
        if (type.is("message", "disposition-notification")
            || type.is("message", "global-disposition-notification")) {
          DispositionNotification what = DispositionNotificationParser.parse(octets(part, blob));
          boolean returned =
              parts.stream().anyMatch(other -> other instanceof Part.EmbeddedMessage);
          Optional<String> subject =
              HeaderField.first(message.header(), "Subject").map(HeaderField::text);
          return Optional.of(new Mdn(Optional.empty(), subject, text(parts, blob), returned, what));
        }
      }
      return Optional.empty();
    } catch (UnreadableReport _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }

  private static byte[] octets(Part part, ByteSource blob) throws IOException {
    try (InputStream raw = blob.open(part.extent().body(), part.extent().size());
        InputStream in = TransferDecoder.of(raw, part.content().transferEncoding())) {
      return in.readNBytes(DispositionNotificationParser.MOST_OCTETS + 1);
    }
  }

  private static Optional<String> text(List<Part> parts, ByteSource blob) throws IOException {
    for (Part part : parts) {
      if (part instanceof Part.Leaf leaf && leaf.content().type().type().equals("text")) {
        return Optional.of(BodyText.decode(leaf, blob, MOST_TEXT).text());
      }
    }
    return Optional.empty();
  }

  // ---- which email one is about

  /** The ids of emails by their Message-ID, of those that only one email has. */
  Map<String, String> find(Access access, Collection<String> messageIds) {
    Map<String, String> found = new HashMap<>();
    Set<String> several = new HashSet<>();
    if (messageIds.isEmpty()) {
      return found;
    }
    List<AccountEmail> newest = post.view(access.owner()).newestFirst();
    List<AccountEmail> looked = newest.subList(0, Math.min(LOOKED_AT, newest.size()));
    for (int at = 0; at < looked.size(); at += BATCH) {
      List<AccountEmail> some = looked.subList(at, Math.min(looked.size(), at + BATCH));
      envelopes(access, some)
          .forEach((email, envelope) ->
              messageId(envelope)
                  .filter(messageIds::contains)
                  .filter(_ -> access.see(email).isPresent())
                  .ifPresent(id -> {
                    if (found.put(id, ObjectIds.email(email.origin())) != null) {
                      several.add(id);
                    }
                  }));
    }
    found.keySet().removeAll(several);
    return found;
  }

  private Map<AccountEmail, EnvelopeForm> envelopes(Access access, List<AccountEmail> emails) {
    long[] numbers = emails.stream().mapToLong(AccountEmail::number).sorted().toArray();
    EmailPages pages = post.emails().envelopes(access.owner(), numbers);
    List<Long> others =
        emails.stream().map(AccountEmail::number).filter(number -> !pages.has(number)).toList();
    Map<Long, Email> rows = post.emails().get(access.owner(), others);
    Map<AccountEmail, EnvelopeForm> all = new HashMap<>();
    for (AccountEmail email : emails) {
      if (pages.has(email.number())) {
        all.put(email, pages.envelope(email.number()));
      } else {
        Optional.ofNullable(rows.get(email.number()))
            .flatMap(Email::envelope)
            .ifPresent(envelope -> all.put(email, envelope));
      }
    }
    return all;
  }

  private static Optional<String> messageId(EnvelopeForm envelope) {
    return envelope
        .octets(EnvelopeForm.Field.MESSAGE_ID)
        .flatMap(value -> MessageIds.parse(value).stream().findFirst())
        .map(id -> "<" + id + ">");
  }

  /** As ids are compared. */
  static Optional<String> messageId(Mdn mdn) {
    return mdn.what()
        .originalMessageId()
        .flatMap(id ->
            MessageIds.parse(Octets.of(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .stream()
                .findFirst())
        .map(id -> "<" + id + ">");
  }
}
