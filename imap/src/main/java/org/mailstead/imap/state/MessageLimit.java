package org.mailstead.imap.state;

import java.io.IOException;
import java.util.BitSet;
import java.util.OptionalInt;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Responses;
import org.mailstead.post.MailboxView;

/**
 * How many messages a command works on at most (RFC 9738). The ones with the highest uids are done,
 * and the client is told from where on; it asks for the others with the next command.
 */
public record MessageLimit(int most) {
  /**
   * @param positions what is left to do, in the view that the client knows
   * @param lowest the lowest uid of these, when others were left out
   */
  public record Cut(BitSet positions, OptionalInt lowest) {}

  public Cut cut(BitSet wanted, MailboxView told) {
    int over = wanted.cardinality() - most;
    if (over <= 0) {
      return new Cut(wanted, OptionalInt.empty());
    }
    BitSet kept = (BitSet) wanted.clone();
    int at = -1;
    for (int i = 0; i < over; i++) {
      at = kept.nextSetBit(at + 1);
    }
    kept.clear(0, at + 1);
    return new Cut(kept, OptionalInt.of(told.uid(kept.nextSetBit(0))));
  }

  /** The answer, with the lowest uid that was worked on. Another code of it goes before it. */
  public Answer tell(Answer answer, Cut cut, Responses out) throws IOException {
    if (cut.lowest().isEmpty()) {
      return answer;
    }
    String code = "[MESSAGELIMIT " + most + " " + cut.lowest().getAsInt() + "] ";
    if (!answer.hasCode()) {
      return new Answer(answer.ok(), code + answer.text(), false);
    }
    out.untagged("NO " + code + "that was a part of them");
    return answer;
  }

  /** What must be done whole or not at all. */
  public Answer refusal() {
    return Answer.no("[MESSAGELIMIT " + most + "] too many messages for one command");
  }
}
