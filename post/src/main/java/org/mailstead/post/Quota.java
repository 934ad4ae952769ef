package org.mailstead.post;

import org.mailstead.identity.Allowance;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AccountRowOrBuilder;
import org.mailstead.post.rows.IntentRow;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * How much mail an account may keep. Of octets every email counts once, however many mailboxes show
 * it; of messages it counts in each, so that copies do not fill the disk with rows.
 */
final class Quota {
  private final Directory directory;

  Quota(Directory directory) {
    this.directory = directory;
  }

  /** What the operator allows. */
  Allowance of(AccountId account) {
    return directory.allowance(account).orElse(Allowance.DEFAULT);
  }

  /**
   * Refuses messages that would come over a limit, the operator's or the user's own.
   *
   * @param more octets of new mail
   * @param messages how many come into a mailbox
   * @param allowance the operator's, as {@link #of} told it
   */
  static void check(MailDraft mail, long more, int messages, Allowance allowance) {
    checkOctets(mail, more, allowance);
    checkMessages(mail, messages, allowance);
  }

  static void checkOctets(MailDraft mail, long more, Allowance allowance) {
    long least = octets(mail.account(), allowance);
    if (mail.account().getUsedBytes() + more > least) {
      throw over(mail.account().getUsedBytes(), least);
    }
  }

  /** Copies within an account take no octets, but are messages. */
  static void checkMessages(MailDraft mail, int more, Allowance allowance) {
    long there = mail.account().getMessages();
    long least = messages(mail.account(), allowance);
    if (more > 0 && there + more > least) {
      throw over(there, least);
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
  static void checkDelivery(AccountRowOrBuilder account, Rows rows, Allowance allowance) {
    long octets = octets(account, allowance);
    if (account.getUsedBytes() >= octets) {
      throw over(account.getUsedBytes(), octets);
    }
    long messages = messages(account, allowance);
    if (messages(account, rows) >= messages) {
      throw over(messages(account, rows), messages);
    }
  }

  /** Octets that may be kept. */
  static long octets(AccountRowOrBuilder account, Allowance allowance) {
    return least(
        allowance.octets(), account.hasOwnBytes() ? account.getOwnBytes() : Long.MAX_VALUE);
  }

  /** Messages that may be kept. */
  static long messages(AccountRowOrBuilder account, Allowance allowance) {
    return least(
        allowance.messages(), account.hasOwnMessages() ? account.getOwnMessages() : Long.MAX_VALUE);
  }

  private static long least(long operator, long own) {
    return operator > 0 ? Math.min(operator, own) : own;
  }

  /** Messages in all mailboxes, or under way into them: one that lies in two counts twice. */
  static long messages(AccountRowOrBuilder account, Rows rows) {
    return account.hasMessages() ? account.getMessages() : counted(rows);
  }

  /** The same, of an account that did not count them yet. */
  private static long counted(Rows rows) {
    var sum = new long[1];
    rows.each(
        MailKeys.states(),
        entry -> sum[0] += Row.read(entry.value(), MailboxStateRow.parser()).getMessages());
    rows.each(
        MailKeys.intents(),
        entry -> sum[0] += Row.read(entry.value(), IntentRow.parser()).getCount());
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
