package org.mailstead.imap.state;

import org.mailstead.post.Email;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Names that stay (RFC 8474): a letter, the account and a number of it, in base 32. */
public final class ObjectIds {
  private ObjectIds() {}

  public static String mailbox(AccountId account, MailboxId mailbox) {
    return id('F', account.value(), mailbox.value());
  }

  /** The same for all copies. */
  public static String email(Email email) {
    return id('M', email.id().account(), email.id().number());
  }

  public static String thread(AccountId account, Email email) {
    return id('T', account.value(), email.thread());
  }

  private static String id(char kind, long account, long number) {
    return kind + Long.toString(account, 32) + "-" + Long.toString(number, 32);
  }
}
