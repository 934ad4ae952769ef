package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.mailstead.formats.imap.ImapForm;
import org.mailstead.formats.mime.Bodies;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.post.rows.OriginRow;
import org.mailstead.post.rows.ReasonRow;
import org.mailstead.post.rows.StructureRow;
import org.mailstead.store.Blob;
import org.mailstead.store.Draft;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/** Writes a new email's own rows: what is kept ready, structure, body, thread. */
final class Incoming {
  /** What is larger is made again from the message when somebody asks. */
  private static final int MAX_READY = 4 << 10;

  private static final int MAX_REFERENCES = 2 << 10;
  private static final int MAX_STRUCTURE = 16 << 10;

  private Incoming() {}

  /**
   * Writes them into the draft; the email lies in no mailbox yet.
   *
   * @return what its members will say, without modseq
   */
  static MemberRow.Builder write(
      MailDraft mail, AccountId account, NewMessage message, long nowMs) {
    Optional<Email.Origin> origin =
        message.origin().filter(from -> from.account() != account.value());
    long number =
        origin
            .flatMap(mail::copyOf)
            .orElseGet(() -> writeEmail(mail, account, message, origin, nowMs));
    origin.ifPresent(from ->
        mail.draft()
            .put(
                MailKeys.origin(from), Row.write(OriginRow.newBuilder().setEmail(number).build())));
    Flags flags = mail.flags(message.flags());
    return MemberRow.newBuilder()
        .setEmail(number)
        .setFlagsLow(flags.low())
        .setFlagsHigh(flags.high())
        .setDate(Member.pack(message.date()))
        .setSize(Math.toIntExact(message.size()))
        .setSavedMs(nowMs);
  }

  /**
   * @param origin in another account; one that comes back to its own is a new one there
   */
  private static long writeEmail(
      MailDraft mail,
      AccountId account,
      NewMessage message,
      Optional<Email.Origin> origin,
      long nowMs) {
    Draft draft = mail.draft();
    MessageStructure structure = message.structure();
    EmailRow.Builder row = EmailRow.newBuilder();
    long number = mail.newEmail(row);
    byte[] envelope = ImapForm.envelope(structure.envelope());
    row.setPreview(message.preview())
        .setPrefix(ByteString.copyFrom(message.prefix()))
        .setBodySize(message.body().size())
        .setThread(Threads.assign(draft, structure, number))
        .setOriginAccount(origin.map(Email.Origin::account).orElse(account.value()))
        .setOriginNumber(origin.map(Email.Origin::number).orElse(number))
        .setHasAttachment(Bodies.hasAttachment(structure))
        .setReceivedMs(nowMs);
    if (envelope.length <= MAX_READY) {
      row.setEnvelope(ByteString.copyFrom(envelope));
    }
    byte[] references = References.of(structure);
    if (references.length <= MAX_REFERENCES) {
      row.setReferences(ByteString.copyFrom(references)).setReferencesKept(true);
    }
    for (Reason reason : message.reasons()) {
      row.addReasons(
          ReasonRow.newBuilder()
              .setWho(reason.who())
              .setWhat(reason.what())
              .setEvidence(cut(reason.evidence()))
              .setAtMs(reason.at().toEpochMilli()));
    }
    StructureRow stored = StructureCodec.write(structure);
    if (StructureCodec.isReadable(structure.body())
        && stored.getSerializedSize() <= MAX_STRUCTURE) {
      draft.put(MailKeys.structure(number), Row.write(stored));
    }
    switch (message.body()) {
      case Blob.Small(_, _, byte[] packed) -> draft.put(MailKeys.body(number), packed);
      case Blob.Large(var id, _) -> {
        row.setBlob(ByteString.copyFrom(id.bytes()));
        draft.put(MailKeys.blobUse(id.bytes(), number), new byte[0]);
      }
    }
    return number;
  }

  private static String cut(String text) {
    return text.length() <= 500 ? text : new String(text.substring(0, 500).getBytes(UTF_8), UTF_8);
  }
}
