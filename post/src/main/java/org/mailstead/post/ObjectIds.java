package org.mailstead.post;

import java.util.Optional;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Names that stay, the same in IMAP (RFC 8474) and JMAP (RFC 9698): a letter, the account and a
 * number of it, in base 32. A message's name is that of where it was first kept, for all copies.
 */
public final class ObjectIds {
  private static final int RADIX = 32;

  /** Letters of the longest name. */
  private static final int MAX = 32;

  private ObjectIds() {}

  public static String account(AccountId account) {
    return "A" + Long.toString(account.value(), RADIX);
  }

  public static String mailbox(AccountId account, MailboxId mailbox) {
    return id('F', account.value(), mailbox.value());
  }

  /** The same for all copies. */
  public static String email(Email email) {
    return email(email.id());
  }

  public static String email(Email.Origin origin) {
    return id('M', origin.account(), origin.number());
  }

  public static String thread(AccountId account, Email email) {
    return thread(account, email.thread());
  }

  public static String thread(AccountId account, long thread) {
    return id('T', account.value(), thread);
  }

  private static String id(char kind, long account, long number) {
    return kind + Long.toString(account, RADIX) + "-" + Long.toString(number, RADIX);
  }

  /** The account of a name; empty for what is none. */
  public static Optional<AccountId> parseAccount(String id) {
    return id.startsWith("A") ? number(id.substring(1)).map(AccountId::new) : Optional.empty();
  }

  /** A mailbox of this account; empty for another account's name and for what is none. */
  public static Optional<MailboxId> parseMailbox(AccountId account, String id) {
    return parse('F', id)
        .filter(found -> found.account() == account.value())
        .map(found -> new MailboxId(found.number()));
  }

  /** A thread of this account. */
  public static Optional<Long> parseThread(AccountId account, String id) {
    return parse('T', id)
        .filter(found -> found.account() == account.value())
        .map(Email.Origin::number);
  }

  /** Where the message of a name was first kept. */
  public static Optional<Email.Origin> parseEmail(String id) {
    return parse('M', id);
  }

  private static Optional<Email.Origin> parse(char kind, String id) {
    int cut = id.indexOf('-');
    if (cut < 2 || id.charAt(0) != kind) {
      return Optional.empty();
    }
    Optional<Long> account = number(id.substring(1, cut));
    Optional<Long> number = number(id.substring(cut + 1));
    return account.isPresent() && number.isPresent()
        ? Optional.of(new Email.Origin(account.get(), number.get()))
        : Optional.empty();
  }

  /** One spelling only: two names for one thing would be two things to a client. */
  private static Optional<Long> number(String digits) {
    boolean plain =
        !digits.isEmpty()
            && digits.length() < MAX
            && digits.charAt(0) != '0'
            && digits.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'v'));
    if (!plain) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(digits, RADIX));
    } catch (NumberFormatException _) {
      return Optional.empty(); // more than there can be
    }
  }
}
