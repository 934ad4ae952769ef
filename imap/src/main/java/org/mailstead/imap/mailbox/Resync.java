package org.mailstead.imap.mailbox;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Selected;
import org.mailstead.imap.state.Vanished;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;

/**
 * What a client is told that selects a mailbox it remembers: what is gone, and whose flags changed
 * (RFC 7162 section 3.2.5).
 */
record Resync(Client client, Selected in) {
  private static final SequenceSet.Ranges EVERY =
      new SequenceSet.Ranges(List.of(new SequenceSet.Span(1, SequenceSet.MAX)));

  void tell(Command.Resync remembered) throws IOException {
    if (remembered.uidValidity() != in.mailbox().uidValidity()) {
      return;
    }
    MailboxView view = in.told();
    SequenceSet.Ranges known = remembered.known().orElse(EVERY);
    // Of a version that was lost in a restore, flags may have been told that are no more, and
    // messages may be back that were expunged, so that equal numbers prove nothing.
    long since = client.post().knownSince(in.account(), remembered.modseq());
    boolean lost = since < remembered.modseq();
    int above = lost ? 0 : remembered.sample().map(this::agreed).orElse(0);
    new Vanished(client, in.location(), view).tell(remembered.modseq(), known, above);
    BitSet positions = SequenceSet.uids(known, view);
    for (int i = positions.nextSetBit(0); i >= 0; i = positions.nextSetBit(i + 1)) {
      Member member = view.get(i);
      if (member.modseq() > since) {
        in.tellFlags(client, i, member);
      }
    }
  }

  /**
   * The highest uid that has the number under which the client knows it. Numbers only fall and uids
   * only come after all others, so it knows of every expunge before that (section 3.2.5.2).
   */
  private int agreed(Command.Sample sample) {
    MailboxView view = in.told();
    var numbers = new Numbers(sample.numbers().merged(view.size()));
    var uids = new Numbers(sample.uids().merged(view.lastUid()));
    int agreed = 0;
    while (numbers.more() && uids.more()) {
      long number = numbers.next();
      long uid = uids.next();
      if (number > view.size()) {
        break;
      }
      agreed = view.uid((int) number - 1) == uid ? (int) uid : agreed;
    }
    return agreed;
  }

  /** The numbers of spans, one by one: there may be very many. */
  private static final class Numbers {
    private final List<SequenceSet.Span> spans;
    private int span;
    private long passed;

    Numbers(List<SequenceSet.Span> spans) {
      this.spans = spans;
    }

    boolean more() {
      return span < spans.size();
    }

    long next() {
      long number = spans.get(span).from() + passed++;
      if (number == spans.get(span).to()) {
        span++;
        passed = 0;
      }
      return number;
    }
  }
}
