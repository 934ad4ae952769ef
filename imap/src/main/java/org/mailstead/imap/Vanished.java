package org.mailstead.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Mailboxes;
import org.mailstead.words.MailboxId;

/**
 * VANISHED (EARLIER): which uids that a client may count on are gone (RFC 7162 section 3.2.10.1).
 * When it is not known any more what was expunged since the client looked, that is every uid that
 * is not there.
 *
 * @param there what is there
 */
record Vanished(Client client, MailboxId mailbox, MailboxView there) {
  /**
   * Tells, if there are any.
   *
   * @param modseq what the client knows of
   * @param among uids that the client asks for
   * @param above the client knows that up to here all are there
   */
  void tell(long modseq, SequenceSet.Ranges among, int above) throws IOException {
    Mailboxes mailboxes = client.post().mailboxes();
    int last = mailboxes.state(client.account(), mailbox).uidNext() - 1;
    List<SequenceSet.Span> asked = within(among.merged(last), above + 1L, last);
    String gone =
        mailboxes.remembers(client.account(), modseq)
            ? expunged(mailboxes.expungedSince(client.account(), mailbox, modseq), asked)
            : SequenceSet.spans(missing(asked));
    if (!gone.isEmpty()) {
      client.out().untagged("VANISHED (EARLIER) " + gone);
    }
  }

  private static List<SequenceSet.Span> within(
      List<SequenceSet.Span> spans, long first, long last) {
    return spans.stream()
        .map(span -> new SequenceSet.Span(Math.max(span.from(), first), Math.min(span.to(), last)))
        .filter(span -> span.from() <= span.to())
        .toList();
  }

  /** Of the expunged ones, ascending, those that are asked for. */
  private String expunged(List<Integer> uids, List<SequenceSet.Span> asked) {
    List<Integer> gone = new ArrayList<>();
    int at = 0;
    for (int uid : uids) {
      while (at < asked.size() && asked.get(at).to() < uid) {
        at++;
      }
      boolean isAsked = at < asked.size() && asked.get(at).from() <= uid;
      boolean isTold = !gone.isEmpty() && gone.getLast() == uid;
      if (isAsked && !isTold && there.indexOf(uid) < 0) {
        gone.add(uid);
      }
    }
    return SequenceSet.text(gone);
  }

  private List<SequenceSet.Span> missing(List<SequenceSet.Span> asked) {
    List<SequenceSet.Span> missing = new ArrayList<>();
    for (SequenceSet.Span span : asked) {
      long next = span.from();
      int at = SequenceSet.position(there, (int) next);
      for (; at < there.size() && there.uid(at) <= span.to(); at++) {
        if (there.uid(at) > next) {
          missing.add(new SequenceSet.Span(next, there.uid(at) - 1L));
        }
        next = there.uid(at) + 1L;
      }
      if (next <= span.to()) {
        missing.add(new SequenceSet.Span(next, span.to()));
      }
    }
    return missing;
  }
}
