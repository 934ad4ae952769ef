package org.mailstead.post.queue;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.QueuedMail.BodyKind;
import org.mailstead.post.QueuedMail.Notify;
import org.mailstead.post.QueuedMail.Target;
import org.mailstead.post.rows.DeliveryState;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.post.rows.QueuedRow;
import org.mailstead.store.Blob;

/** Turns what is accepted into rows. The numbers are stored. */
final class QueuedRows {
  private QueuedRows() {}

  static QueuedRow message(QueuedMail mail) {
    var row =
        QueuedRow.newBuilder()
            .setId(mail.id())
            .setArrivedMs(mail.arrived().toEpochMilli())
            .setSender(mail.sender().map(account -> account.value()).orElse(0L))
            .setPrefix(ByteString.copyFrom(mail.prefix()))
            .setBlob(ByteString.copyFrom(mail.body().id().bytes()))
            .setSize(mail.body().size())
            .setSmall(mail.body() instanceof Blob.Small)
            .setBodyKind(code(mail.options().body()))
            .setSmtpUtf8(mail.options().smtpUtf8())
            .setEnvelopeId(mail.options().envelopeId())
            // RFC 8689 section 5: a report carries no more of it than it must.
            .setReturnFull(
                mail.options().returnFull() && mail.options().tls() != QueuedMail.Tls.REQUIRED)
            .setTls(code(mail.options().tls()))
            .setVerp(mail.options().verp())
            .setRecipients(mail.recipients().size());
    mail.returnPath().ifPresent(from -> row.setReturnPath(Letter.parts(from)));
    QueuedMail.Timing timing = mail.options().timing();
    row.setPriority(timing.priority());
    timing.notBefore().ifPresent(time -> row.setNotBeforeMs(time.toEpochMilli()));
    timing
        .by()
        .ifPresent(by ->
            row.setByMs(by.time().toEpochMilli())
                .setByReturned(by.returned())
                .setByTraced(by.traced()));
    return row.build();
  }

  private static int code(BodyKind kind) {
    return switch (kind) {
      case SEVEN_BIT -> 0;
      case EIGHT_BIT -> 1;
      case BINARY -> 2;
    };
  }

  private static int code(QueuedMail.Tls tls) {
    return switch (tls) {
      case AS_USUAL -> 0;
      case REQUIRED -> 1;
      case OPTIONAL -> 2;
    };
  }

  static QueuedMail.Tls tls(QueuedRow row) {
    return switch (row.getTls()) {
      case 0 -> QueuedMail.Tls.AS_USUAL;
      case 1 -> QueuedMail.Tls.REQUIRED;
      default -> QueuedMail.Tls.OPTIONAL;
    };
  }

  static BodyKind bodyKind(QueuedRow row) {
    return switch (row.getBodyKind()) {
      case 0 -> BodyKind.SEVEN_BIT;
      case 1 -> BodyKind.EIGHT_BIT;
      default -> BodyKind.BINARY;
    };
  }

  /** When it may be tried first. */
  static Instant begin(QueuedMail mail) {
    Instant arrived = mail.arrived();
    return mail.options().timing().notBefore().filter(arrived::isBefore).orElse(arrived);
  }

  static QueuedRecipientRow recipient(QueuedMail.To to, QueuedMail mail, boolean sending) {
    var row =
        QueuedRecipientRow.newBuilder()
            .setAddress(Letter.parts(to.address()))
            .setOriginal(to.original())
            .setReportOn(bits(to.reportOn()))
            .setNextMs(begin(mail).toEpochMilli());
    to.onward()
        .ifPresent(onward ->
            row.setForwarded(onward.rewritten())
                .setOnward(onward.domain())
                .setFound(onward.found()));
    switch (to.target()) {
      case Target.Here(var account, var why) -> row.setAccount(account.value()).setWhy(why.name());
      case Target.Elsewhere() -> {
        if (!sending) {
          row.setState(DeliveryState.HELD);
        }
      }
    }
    return row.build();
  }

  private static int bits(Set<Notify> set) {
    return set.stream().mapToInt(QueuedRows::bit).sum();
  }

  private static int bit(Notify notify) {
    return switch (notify) {
      case NEVER -> 1;
      case SUCCESS -> 2;
      case FAILURE -> 4;
      case DELAY -> 8;
    };
  }

  /** What the sender wants to hear of; empty when it did not say. */
  static Optional<Set<Notify>> reportOn(QueuedRecipientRow row) {
    if (row.getReportOn() == 0) {
      return Optional.empty();
    }
    Set<Notify> set = EnumSet.noneOf(Notify.class);
    for (Notify notify : Notify.values()) {
      if ((row.getReportOn() & bit(notify)) != 0) {
        set.add(notify);
      }
    }
    return Optional.of(set);
  }
}
