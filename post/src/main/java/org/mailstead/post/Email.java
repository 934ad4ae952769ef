package org.mailstead.post;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.store.BlobId;

/**
 * A message as it is kept once for all the mailboxes it lies in.
 *
 * @param envelope as IMAP sends it; empty when it was too large to keep ready
 * @param prefix trace fields that come before the body's bytes
 * @param blob where the body lies; empty when it is a row beside this one
 * @param thread the number of its thread
 * @param id the same for all copies of it, in other accounts too (RFC 8474)
 */
public record Email(
    long number,
    Optional<byte[]> envelope,
    String preview,
    byte[] prefix,
    Optional<BlobId> blob,
    long bodySize,
    long thread,
    Origin id,
    Details details) {

  /** Where a message was first kept. */
  public record Origin(long account, long number) {}

  /** What is seldom asked for. */
  public record Details(boolean hasAttachment, Instant received, List<Reason> reasons) {
    public Details {
      reasons = List.copyOf(reasons);
    }
  }

  /** Octets as it is read. */
  public long size() {
    return prefix.length + bodySize;
  }

  static Email of(long number, EmailRow row) {
    List<Reason> reasons =
        row.getReasonsList().stream()
            .map(r ->
                new Reason(
                    r.getWho(), r.getWhat(), r.getEvidence(), Instant.ofEpochMilli(r.getAtMs())))
            .toList();
    return new Email(
        number,
        row.getEnvelope().isEmpty()
            ? Optional.empty()
            : Optional.of(row.getEnvelope().toByteArray()),
        row.getPreview(),
        row.getPrefix().toByteArray(),
        row.getBlob().isEmpty()
            ? Optional.empty()
            : Optional.of(BlobId.ofBytes(row.getBlob().toByteArray())),
        row.getBodySize(),
        row.getThread(),
        new Origin(row.getOriginAccount(), row.getOriginNumber()),
        new Details(row.getHasAttachment(), Instant.ofEpochMilli(row.getReceivedMs()), reasons));
  }
}
