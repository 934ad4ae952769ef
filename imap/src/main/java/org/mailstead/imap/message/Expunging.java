package org.mailstead.imap.message;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.MessageLimit;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Right;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** EXPUNGE, UID EXPUNGE and the expunge in CLOSE. What went is told by {@link Selected}. */
public record Expunging(Client client, Selected in) {
  public Answer run(Command.Expunge command) throws IOException, SyntaxException {
    if (in.readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.read-only");
    }
    in.need(Right.EXPUNGE);
    MailboxView told = in.told();
    BitSet chosen = new BitSet();
    if (command.uids().isPresent()) {
      chosen = in.find(command.uids().get(), true);
    } else {
      chosen.set(0, told.size());
    }
    MessageLimit.Cut cut = client.messageLimit().cut(deleted(chosen), told);
    expunge(cut.positions());
    Answer answer = Answer.removed(client.qresync(), "expunged");
    return client.messageLimit().tell(answer, cut, client.out());
  }

  private BitSet deleted(BitSet chosen) {
    MailboxView now = in.now(client);
    var deleted = new BitSet();
    chosen.stream()
        .filter(index -> in.fresh(index, now).flags().has(Flags.DELETED))
        .forEach(deleted::set);
    return deleted;
  }

  public void silently() {
    // Without the right to, CLOSE only closes (RFC 4314 section 4).
    if (!in.readOnly() && in.rights().has(Right.EXPUNGE)) {
      BitSet all = new BitSet();
      all.set(0, in.told().size());
      expunge(all);
    }
  }

  private void expunge(BitSet chosen) {
    MailboxView now = in.now(client);
    List<Integer> deleted =
        chosen.stream()
            .map(index -> now.indexOf(in.told().uid(index)))
            .filter(at -> at >= 0 && now.flags(at).has(Flags.DELETED))
            .map(now::uid)
            .boxed()
            .toList();
    if (!deleted.isEmpty()) {
      client.post().messages().expunge(in.account(), in.id(), deleted, true);
    }
  }
}
