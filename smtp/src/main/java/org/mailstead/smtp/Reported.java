package org.mailstead.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Recipient;
import org.mailstead.post.Arriving;
import org.mailstead.post.MailQueue;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Reason;
import org.mailstead.post.queue.Addressees;
import org.mailstead.words.EmailAddress;

/**
 * Hands over what came to a domain's reports address. It is taken whatever it is: what cannot be
 * read is for the postmaster, and never bounced, since reports are sent by programs.
 */
final class Reported {
  private final MailQueue queue;
  private final Directory directory;

  Reported(MailQueue queue, Directory directory) {
    this.queue = queue;
    this.directory = directory;
  }

  static boolean isNamed(Transaction transaction) {
    return transaction.recipients().stream()
        .anyMatch(one -> one.recipient() instanceof Recipient.Reports);
  }

  /** What is left of the transaction, for mailboxes and others' servers; perhaps nobody. */
  Transaction take(Transaction transaction, Arriving.Arrived message, List<Reason> reasons)
      throws IOException {
    var rest = new Transaction(transaction.from(), transaction.options());
    for (Addressees.Accepted one : transaction.recipients()) {
      if (one.recipient() instanceof Recipient.Reports(String domain)) {
        Optional<String> wrong = queue.report(domain, message, reasons);
        if (wrong.isPresent()) {
          unreadable(domain, message, wrong.get(), rest);
        }
      } else {
        rest.add(one);
      }
    }
    return rest;
  }

  private void unreadable(String domain, Arriving.Arrived message, String why, Transaction rest) {
    var postmaster = new EmailAddress("postmaster", domain);
    Recipient known = directory.resolve(postmaster);
    if (known instanceof Recipient.Local(var accounts, var outside, _)
        && !(accounts.isEmpty() && outside.isEmpty())) {
      rest.add(new Addressees.Accepted(postmaster, known, "", Set.of(QueuedMail.Notify.NEVER)));
    } else {
      queue.unreadable(domain, message.structure(), why);
    }
  }
}
