package org.mailstead.imap.message;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Events;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.FlagScope;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Placed;
import org.mailstead.post.Right;
import org.mailstead.post.rules.MailboxEvent;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** REPLACE and UID REPLACE (RFC 8508): a message comes and another goes in one step. */
public record Replacing(Client client, ImapReader reader, Selected in) {
  private static final Answer GONE = Answer.no("[EXPUNGEISSUED] the message is gone");

  public Answer run(Command.Replace command) throws IOException, SyntaxException {
    if (in.readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.read-only");
    }
    List<Integer> uids = in.uids(in.find(command.message(), command.uid()));
    in.need(Right.DELETE_MESSAGES);
    in.need(Right.EXPUNGE);
    Optional<Location> to = client.find(command.mailbox(), Right.INSERT);
    if (to.isEmpty() || uids.size() != 1) {
      reader.skip(4 * client.house().terms().maxAppend());
      return to.isEmpty() ? Copying.TRY_CREATE : Answer.no("[NONEXISTENT] no such message");
    }
    reader.space();
    FlagScope scope = FlagScope.of(client.rights(to.get()));
    Optional<NewMessage> message =
        new AppendMessage(client, reader, to.get().owner(), scope).read();
    reader.end();
    return message.isEmpty()
        ? Answer.no("nothing is replaced: the message is empty")
        : replace(uids.getFirst(), to.get(), message.get());
  }

  private Answer replace(int uid, Location to, NewMessage message) throws IOException {
    Optional<Placed> placed = place(uid, to, message);
    if (placed.isEmpty()) {
      return GONE;
    }
    new Events(client).came(MailboxEvent.Cause.APPEND, to, placed.get().uids());
    // Before EXPUNGE and EXISTS, as RFC 8508 section 4.3 advises.
    String uids = SequenceSet.text(placed.get().uids());
    client
        .out()
        .untagged("OK [APPENDUID " + placed.get().uidValidity() + " " + uids + "] replaced");
    return Answer.removed(client.qresync(), "replaced");
  }

  private Optional<Placed> place(int uid, Location to, NewMessage message) {
    var messages = client.post().messages();
    if (to.owner().equals(in.account())) {
      return messages.replace(in.account(), in.id(), uid, to.mailbox().id(), message);
    }
    // Across accounts nothing is atomic: first there, then gone, so that no mail is lost.
    if (in.now(client).indexOf(uid) < 0) {
      return Optional.empty();
    }
    Placed placed = messages.append(to.owner(), to.mailbox().id(), List.of(message));
    messages.expunge(in.account(), in.id(), List.of(uid), false);
    return Optional.of(placed);
  }
}
