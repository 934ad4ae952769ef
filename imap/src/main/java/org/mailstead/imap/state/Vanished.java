package org.mailstead.imap.state;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.post.MailboxView;
import org.mailstead.words.MailboxId;

/**
 * VANISHED (EARLIER): which uids that a client may count on are gone (RFC 7162 section 3.2.10.1).
 * When it is not known any more what was expunged since the client looked, these are all that are
 * not there.
 *
 * @param there what is there
 */
public record Vanished(Client client, Location location, MailboxView there) {
  /**
   * Tells, if there are any.
   *
   * @param modseq what the client knows of
   * @param among uids that the client asks for
   * @param above the client knows that up to here all are there
   */
  public void tell(long modseq, SequenceSet.Ranges among, int above) throws IOException {
    MailboxId mailbox = location.mailbox().id();
    int last = client.post().mailboxes().state(location.owner(), mailbox).uidNext() - 1;
    List<SequenceSet.Span> asked = within(among.merged(last), above + 1L, last);
    BitSet gone = client.post().expungedSince(location.owner(), mailbox, modseq);
    IntStream told =
        asked.stream()
            .flatMapToInt(span -> within(gone, span))
            .filter(uid -> there.indexOf(uid) < 0);
    String text = SequenceSet.text(told);
    if (!text.isEmpty()) {
      client.out().untagged("VANISHED (EARLIER) " + text);
    }
  }

  private static IntStream within(BitSet gone, SequenceSet.Span span) {
    return IntStream.iterate(
        gone.nextSetBit((int) span.from()),
        uid -> uid >= 0 && uid <= span.to(),
        uid -> gone.nextSetBit(uid + 1));
  }

  private static List<SequenceSet.Span> within(
      List<SequenceSet.Span> spans, long first, long last) {
    return spans.stream()
        .map(span -> new SequenceSet.Span(Math.max(span.from(), first), Math.min(span.to(), last)))
        .filter(span -> span.from() <= span.to())
        .toList();
  }
}
