package org.mailstead.smtp;

import java.util.List;
import java.util.Optional;
import org.mailstead.post.MailQueue;
import org.mailstead.post.NewMessage;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.rules.Arrival;
import org.mailstead.post.rules.RuledDelivery;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** A queue that only notes what it gets, and delivers at once what has one mailbox to go to. */
record Listening(List<QueuedMail> queued, RuledDelivery delivery) implements MailQueue {
  @Override
  public void accept(QueuedMail mail) {
    queued.add(mail);
  }

  @Override
  public void deliver(
      AccountId account,
      Optional<EmailAddress> from,
      EmailAddress to,
      NewMessage message,
      String key) {
    delivery.deliver(new Arrival(account, from, to, message, key, false));
  }
}
