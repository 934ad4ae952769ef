package org.mailstead.post;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.store.BlobId;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * A message as it is kept once for all the mailboxes it lies in. It stands on its row, in which it
 * only remembers where things are: a listing reads thousands of them for a little of each.
 */
public final class Email {
  /** The form in which {@link Row} writes. */
  private static final byte PLAIN = 1;

  private final long number;
  private final byte[] row;
  private Slice envelope = Slice.NONE;
  private Slice prefix = Slice.NONE;
  private Slice blob = Slice.NONE;
  private Slice references = Slice.NONE;
  private boolean referencesKept;
  private long bodySize;
  private long thread;
  private long originAccount;
  private long originNumber;

  /** Where a message was first kept. */
  public record Origin(long account, long number) {}

  /** What is seldom asked for. */
  public record Details(boolean hasAttachment, Instant received, List<Reason> reasons) {
    public Details {
      reasons = List.copyOf(reasons);
    }
  }

  private record Slice(int at, int length) {
    static final Slice NONE = new Slice(0, 0);
  }

  private Email(long number, byte[] row) {
    this.number = number;
    this.row = row;
  }

  /**
   * The email of a row, which must not change any more.
   *
   * @throws Refused CORRUPT when the bytes are no such row
   */
  static Email of(long number, byte[] row) {
    boolean plain = row.length > 0 && row[0] == PLAIN;
    var email = new Email(number, plain ? row : Row.write(Row.read(row, EmailRow.parser())));
    try {
      email.find();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "store.row", "not an email");
    }
    return email;
  }

  private void find() throws IOException {
    var in = CodedInputStream.newInstance(row, 1, row.length - 1);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case EmailRow.ENVELOPE_FIELD_NUMBER -> envelope = slice(in);
        case EmailRow.PREFIX_FIELD_NUMBER -> prefix = slice(in);
        case EmailRow.BLOB_FIELD_NUMBER -> blob = slice(in);
        case EmailRow.BODY_SIZE_FIELD_NUMBER -> bodySize = in.readUInt64();
        case EmailRow.THREAD_FIELD_NUMBER -> thread = in.readUInt64();
        case EmailRow.ORIGIN_ACCOUNT_FIELD_NUMBER -> originAccount = in.readUInt64();
        case EmailRow.ORIGIN_NUMBER_FIELD_NUMBER -> originNumber = in.readUInt64();
        case EmailRow.REFERENCES_FIELD_NUMBER -> references = slice(in);
        case EmailRow.REFERENCES_KEPT_FIELD_NUMBER -> referencesKept = in.readBool();
        default -> in.skipField(tag);
      }
    }
  }

  private static Slice slice(CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    var slice = new Slice(1 + in.getTotalBytesRead(), length);
    in.skipRawBytes(length);
    return slice;
  }

  private byte[] bytes(Slice slice) {
    return Arrays.copyOfRange(row, slice.at, slice.at + slice.length);
  }

  // ---- what it tells

  /** Its number in the account; emails are numbered by arrival. */
  public long number() {
    return number;
  }

  /** The envelope as IMAP sends it; empty when it was too large to keep ready. */
  public Optional<EnvelopeForm> envelope() {
    return envelope.length == 0
        ? Optional.empty()
        : Optional.of(new EnvelopeForm(row, envelope.at, envelope.length));
  }

  /**
   * The ids that it refers to, in their order, without angle brackets; empty when they were not
   * kept and the header must be asked.
   */
  public Optional<List<String>> references() {
    return referencesKept ? Optional.of(References.read(bytes(references))) : Optional.empty();
  }

  /** Trace fields that come before the body's bytes. */
  public byte[] prefix() {
    return bytes(prefix);
  }

  int prefixSize() {
    return prefix.length;
  }

  /** Where the body lies; empty when it is a row beside this one. */
  public Optional<BlobId> blob() {
    return blob.length == 0 ? Optional.empty() : Optional.of(BlobId.ofBytes(bytes(blob)));
  }

  /** Octets of the body, without the prefix. */
  public long bodySize() {
    return bodySize;
  }

  /** Octets as it is read. */
  public long size() {
    return prefix.length + bodySize;
  }

  /** The number of its thread. */
  public long thread() {
    return thread;
  }

  /** The same for all copies of it, in other accounts too (RFC 8474). */
  public Origin id() {
    return new Origin(originAccount, originNumber);
  }

  /** The beginning of its text. */
  public String preview() {
    return unpacked().getPreview();
  }

  public Details details() {
    EmailRow all = unpacked();
    List<Reason> reasons =
        all.getReasonsList().stream()
            .map(r ->
                new Reason(
                    r.getWho(), r.getWhat(), r.getEvidence(), Instant.ofEpochMilli(r.getAtMs())))
            .toList();
    return new Details(all.getHasAttachment(), Instant.ofEpochMilli(all.getReceivedMs()), reasons);
  }

  /** Whether a sweep has moved it before. */
  boolean isSweptBy(long sweep) {
    return unpacked().getReasonsList().stream().anyMatch(reason -> reason.getSweep() == sweep);
  }

  private EmailRow unpacked() {
    return Row.read(row, EmailRow.parser());
  }
}
