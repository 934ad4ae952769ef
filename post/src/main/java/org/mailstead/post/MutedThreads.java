package org.mailstead.post;

import java.util.Optional;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.store.Entry;
import org.mailstead.store.Row;

/**
 * Threads of which somebody wants to hear no more: one of their emails has the keyword {@code
 * $muted}, and not because of who sent it.
 */
final class MutedThreads {
  static final String KEYWORD = "$muted";

  /** Emails of a thread that are looked at, the newest. */
  private static final int MOST = 200;

  private MutedThreads() {}

  /** Whether a message that comes belongs to one. */
  static boolean has(MailDraft mail, MessageStructure structure) {
    Optional<Flags> muted = mail.keywords().flag(KEYWORD);
    return muted.isPresent()
        && Threads.find(mail.draft(), structure)
            .filter(thread -> isMuted(mail, thread, muted.get()))
            .isPresent();
  }

  private static boolean isMuted(MailDraft mail, long thread, Flags muted) {
    for (Entry entry : mail.draft().scan(MailKeys.thread(thread), true, MOST)) {
      long email = entry.key().suffixLong(0);
      boolean has =
          mail.places(email).values().stream()
              .anyMatch(row -> new Flags(row.getFlagsLow(), row.getFlagsHigh()).has(muted));
      if (has && !isBySender(mail, email)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBySender(MailDraft mail, long email) {
    return mail
        .draft()
        .get(MailKeys.email(email))
        .map(row -> Row.read(row, EmailRow.parser()))
        .stream()
        .flatMap(row -> row.getReasonsList().stream())
        .anyMatch(reason -> reason.getWho().equals("sender") && reason.getWhat().equals("muted"));
  }
}
