package org.mailstead.post;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.post.sending.Submission;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** Takes messages over. */
public interface MailQueue {
  /**
   * Durable when it returns: each recipient gets it, or its sender a report.
   *
   * @throws org.mailstead.words.Refused NO_SPACE, UNAVAILABLE: nothing was taken
   */
  void accept(QueuedMail mail);

  /**
   * Whether mail to an address elsewhere has a chance.
   *
   * @throws org.mailstead.words.Refused REFUSED, with the reason: nothing is sent there
   */
  default void check(EmailAddress to) {}

  /**
   * Whether an account may begin a message.
   *
   * @throws org.mailstead.words.Refused REFUSED while its sending is paused, BUSY when it has sent
   *     what it may
   */
  default void mayBegin(AccountId sender) {}

  /**
   * Counts a message that an account hands in, before it is accepted or delivered.
   *
   * @throws org.mailstead.words.Refused as {@link #mayBegin}: it must not be taken
   */
  default void admit(Submission submission) {}

  /** Tells the operator's trace what happened at the door. */
  default void passed(Passage passage) {}

  /**
   * Takes what came to the reports address of a domain of ours: durable when it returns.
   *
   * @param reasons what was found about who sent it
   * @return why it is no report that can be read; empty when it is kept
   */
  default Optional<String> report(String domain, Arriving.Arrived message, List<Reason> reasons)
      throws IOException {
    return Optional.of("reports are not read here");
  }

  /** Notes that something came there which nobody gets: not the message, only why. */
  default void unreadable(String domain, MessageStructure message, String why) {}

  /**
   * Notes that what an account sent was delivered at once, by {@link #deliver}. Nobody waits for
   * it.
   */
  default void deliveredAtOnce(
      AccountId sender, Optional<EmailAddress> from, String id, EmailAddress to, AccountId where) {}

  /** Whose mail it was that we forwarded under this address; empty when it is none of ours. */
  default Optional<EmailAddress> forwardedFor(EmailAddress address) {
    return Optional.empty();
  }

  /**
   * Delivers to one account at once, as its scripts want it: durable when it returns.
   *
   * @param from the reverse-path; empty for reports
   * @param to the address that led to the account
   * @param key names this delivery for good: the same key delivers once, however often it is tried
   * @throws org.mailstead.words.Refused REFUSED when a script refuses it; OVER_QUOTA, NO_SPACE,
   *     UNAVAILABLE: try again later
   */
  void deliver(
      AccountId account,
      Optional<EmailAddress> from,
      EmailAddress to,
      NewMessage message,
      String key);
}
