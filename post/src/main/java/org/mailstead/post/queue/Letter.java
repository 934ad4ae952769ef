package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.rows.AddressParts;
import org.mailstead.post.rows.DeliveryState;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.post.rows.QueuedRow;
import org.mailstead.store.BlobId;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** A queued message as it is stored, without its body. */
record Letter(QueuedRow row, List<To> recipients) {
  Letter {
    recipients = List.copyOf(recipients);
  }

  /** One recipient and its place among them. */
  record To(int index, QueuedRecipientRow row) {
    EmailAddress address() {
      return Letter.address(row.getAddress());
    }

    /** Whether it lies in a mailbox of ours. */
    boolean isHere() {
      return row.getAccount() != 0;
    }

    boolean isWaiting() {
      return row.getState() == DeliveryState.WAITING;
    }

    /** Whether its sender is still to be told something. */
    boolean isUntold() {
      return row.getReportWanted() || row.getReport() != 0;
    }

    boolean isOpen() {
      return isWaiting() || row.getState() == DeliveryState.HELD;
    }
  }

  String id() {
    return row.getId();
  }

  QueueKeys keys() {
    return QueueKeys.of(id());
  }

  Optional<EmailAddress> returnPath() {
    return row.hasReturnPath() ? Optional.of(address(row.getReturnPath())) : Optional.empty();
  }

  /** The same with another return path. */
  Letter from(Optional<EmailAddress> path) {
    QueuedRow.Builder other = row.toBuilder().clearReturnPath();
    path.ifPresent(from -> other.setReturnPath(parts(from)));
    return new Letter(other.build(), recipients);
  }

  /** The same with an envelope id (RFC 3461 section 4.4). */
  Letter named(String envelopeId) {
    return new Letter(row.toBuilder().setEnvelopeId(envelopeId).build(), recipients);
  }

  /**
   * The same below more fields.
   *
   * @param fields in ASCII, each with its line end
   */
  Letter below(String fields) {
    ByteString prefix = ByteString.copyFrom(fields, ISO_8859_1).concat(row.getPrefix());
    return new Letter(row.toBuilder().setPrefix(prefix).build(), recipients);
  }

  Optional<AccountId> sender() {
    return row.getSender() == 0 ? Optional.empty() : Optional.of(new AccountId(row.getSender()));
  }

  Instant arrived() {
    return Instant.ofEpochMilli(row.getArrivedMs());
  }

  /** When it was to begin: what is late, and for how long it is tried, counts from then. */
  Instant begin() {
    return Instant.ofEpochMilli(Math.max(row.getArrivedMs(), row.getNotBeforeMs()));
  }

  /** Until when it is wanted there (RFC 2852). */
  Optional<Instant> by() {
    return row.getByMs() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(row.getByMs()));
  }

  /** Whether it is to come back now, because it came too late (RFC 2852 section 4.1). */
  boolean isOver(Instant now) {
    return row.getByReturned() && by().filter(time -> !now.isBefore(time)).isPresent();
  }

  BlobId blob() {
    return BlobId.ofBytes(row.getBlob().toByteArray());
  }

  QueuedMail.Tls tls() {
    return QueuedRows.tls(row);
  }

  /**
   * Whether it goes only where it is safe to the end. Not so a report: it had better arrive (RFC
   * 8689 section 5).
   */
  boolean requiresTls() {
    return tls() == QueuedMail.Tls.REQUIRED && returnPath().isPresent();
  }

  /** Octets as it is sent. */
  long size() {
    return row.getPrefix().size() + row.getSize();
  }

  /** Whether nothing of it is tried: the operator holds it, or its sender may not send. */
  boolean isHeld() {
    return row.getHeld() || row.getPaused();
  }

  boolean isDone() {
    return recipients.stream().noneMatch(to -> to.isOpen() || to.isUntold());
  }

  static EmailAddress address(AddressParts parts) {
    return new EmailAddress(parts.getLocal(), parts.getDomain());
  }

  static AddressParts parts(EmailAddress address) {
    return AddressParts.newBuilder().setLocal(address.local()).setDomain(address.domain()).build();
  }
}
