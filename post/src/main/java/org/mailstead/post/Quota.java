package org.mailstead.post;

import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AccountRowOrBuilder;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** How much mail an account may keep. Every email counts once, however many mailboxes show it. */
final class Quota {
  private final Directory directory;

  Quota(Directory directory) {
    this.directory = directory;
  }

  /** The limit in octets; 0 for none. */
  long limit(AccountId account) {
    return directory.account(account).map(Account::quotaBytes).orElse(0L);
  }

  /**
   * Refuses messages that would come over a limit, the operator's or the user's own.
   *
   * @param more octets of new mail
   * @param messages how many come into a mailbox
   * @param limit the operator's, as {@link #limit} told it
   */
  static void check(MailDraft mail, long more, int messages, long limit) {
    checkOctets(mail, more, limit);
    checkMessages(mail, messages);
  }

  static void checkOctets(MailDraft mail, long more, long limit) {
    long least = octets(mail.account(), limit);
    if (mail.account().getUsedBytes() + more > least) {
      throw over(mail.account().getUsedBytes(), least);
    }
  }

  /** Copies within an account take no room, but are messages. */
  static void checkMessages(MailDraft mail, int more) {
    if (mail.account().hasOwnMessages() && more > 0) {
      long there = messages(mail.draft());
      if (there + more > mail.account().getOwnMessages()) {
        throw over(there, mail.account().getOwnMessages());
      }
    }
  }

  /** Refuses another mailbox over the user's own limit. */
  static void checkMailbox(MailDraft mail) {
    if (mail.account().hasOwnMailboxes()) {
      long there = mailboxes(mail.draft());
      if (there >= mail.account().getOwnMailboxes()) {
        throw over(there, mail.account().getOwnMailboxes());
      }
    }
  }

  /** A delivery may overshoot by one message: only an account that is full already refuses. */
  static void checkDelivery(AccountRowOrBuilder account, Rows rows, long limit) {
    long least = octets(account, limit);
    if (account.getUsedBytes() >= least) {
      throw over(account.getUsedBytes(), least);
    }
    if (account.hasOwnMessages() && messages(rows) >= account.getOwnMessages()) {
      throw over(messages(rows), account.getOwnMessages());
    }
  }

  /** Octets that may be kept. */
  static long octets(AccountRowOrBuilder account, long limit) {
    long operator = limit > 0 ? limit : Long.MAX_VALUE;
    return account.hasOwnBytes() ? Math.min(operator, account.getOwnBytes()) : operator;
  }

  /** Messages in all mailboxes: one that lies in two counts twice. */
  static long messages(Rows rows) {
    var sum = new long[1];
    rows.each(
        MailKeys.states(),
        entry -> sum[0] += Row.read(entry.value(), MailboxStateRow.parser()).getMessages());
    return sum[0];
  }

  static long mailboxes(Rows rows) {
    var count = new long[1];
    rows.each(MailKeys.mailboxes(), _ -> count[0]++);
    return count[0];
  }

  private static Refused over(long used, long limit) {
    return new Refused(
        Problem.Kind.OVER_QUOTA, "quota.full", Long.toString(used), Long.toString(limit));
  }
}
