package org.mailstead.imap.message;

import java.io.IOException;
import java.util.Optional;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Events;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.MessageLimit;
import org.mailstead.post.Appending;
import org.mailstead.post.FlagScope;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Placed;
import org.mailstead.post.Right;
import org.mailstead.post.rules.MailboxEvent;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** APPEND of one message or several, which all come to be there or none (RFC 3502). */
public final class Append {
  private static final int MAX_MESSAGES = 10_000;

  private final Client client;
  private final ImapReader in;

  public Append(Client client, ImapReader in) {
    this.client = client;
    this.in = in;
  }

  public Answer run(Command.Append command) throws IOException, SyntaxException {
    Optional<Location> to = client.find(command.mailbox(), Right.INSERT);
    if (to.isEmpty()) {
      in.skip(4 * client.house().terms().maxAppend());
      return Copying.TRY_CREATE;
    }
    AccountId owner = to.get().owner();
    // Flags that the client may not set there are left out in silence (RFC 4314 section 4).
    FlagScope scope = FlagScope.of(client.rights(to.get()));
    MailboxId mailbox = to.get().mailbox().id();
    int most = Math.min(MAX_MESSAGES, client.house().terms().saveLimit());
    Placed placed;
    try (Appending appending = client.post().messages().appending(owner, mailbox)) {
      int count = 0;
      boolean cancelled = false;
      in.space();
      do {
        Optional<NewMessage> message = new AppendMessage(client, in, owner, scope).read();
        cancelled |= message.isEmpty();
        if (++count > most) {
          in.skip(4 * client.house().terms().maxAppend());
          return new MessageLimit(most).refusal();
        }
        if (!cancelled) {
          appending.add(message.get());
        }
      } while (in.take(' '));
      in.end();
      if (cancelled) {
        return Answer.no("nothing is appended: a message is empty"); // RFC 3502 section 6.3.11
      }
      placed = appending.finish();
    }
    client.placed(to.get(), placed.uids());
    new Events(client).came(MailboxEvent.Cause.APPEND, to.get(), placed.uids());
    String uids = SequenceSet.text(placed.uids());
    return Answer.ok("[APPENDUID " + placed.uidValidity() + " " + uids + "] appended");
  }
}
