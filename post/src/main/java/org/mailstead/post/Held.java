package org.mailstead.post;

import java.time.Instant;
import org.mailstead.post.rows.HeldRow;
import org.mailstead.post.rows.UploadRow;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Octets that were handed in and stay, since a {@link Records record} holds them. Each belongs to
 * one record.
 */
final class Held {
  /** Of one account: pictures of all its people. */
  private static final int MOST = 10_000;

  private static final long MOST_OCTETS = 1L << 30;

  private Held() {}

  /**
   * From now on it stays.
   *
   * @throws Refused NOT_FOUND when it was not handed in, or is held; OVER_QUOTA
   */
  static void hold(MailDraft mail, long number) {
    UploadRow row =
        mail.draft()
            .get(MailKeys.upload(number))
            .map(bytes -> Row.read(bytes, UploadRow.parser()))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "blob.missing"));
    mail.draft().delete(MailKeys.upload(number));
    mail.draft().put(MailKeys.held(number), Row.write(row));
    HeldRow total = count(mail, 1, row.getSize());
    if (total.getCount() > MOST || total.getOctets() > MOST_OCTETS) {
      throw new Refused(Problem.Kind.OVER_QUOTA, "upload.held");
    }
  }

  /** From now on it is something that was handed in just now: it may be held again. */
  static void release(MailDraft mail, long number, Instant now) {
    mail.draft()
        .get(MailKeys.held(number))
        .map(bytes -> Row.read(bytes, UploadRow.parser()))
        .ifPresent(row -> {
          mail.draft().delete(MailKeys.held(number));
          UploadRow later = row.toBuilder().setAtMs(now.toEpochMilli()).build();
          mail.draft().put(MailKeys.upload(number), Row.write(later));
          count(mail, -1, -row.getSize());
        });
  }

  private static HeldRow count(MailDraft mail, int more, long octets) {
    HeldRow before =
        mail.draft()
            .get(MailKeys.heldTotal())
            .map(bytes -> Row.read(bytes, HeldRow.parser()))
            .orElseGet(HeldRow::getDefaultInstance);
    HeldRow total =
        HeldRow.newBuilder()
            .setCount(before.getCount() + more)
            .setOctets(before.getOctets() + octets)
            .build();
    mail.draft().put(MailKeys.heldTotal(), Row.write(total));
    return total;
  }
}
