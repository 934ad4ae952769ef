package org.mailstead.imap.message;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Events;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.MessageLimit;
import org.mailstead.imap.state.Progress;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.CopyAcross;
import org.mailstead.post.FlagScope;
import org.mailstead.post.Placed;
import org.mailstead.post.Right;
import org.mailstead.post.rules.MailboxEvent;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** COPY and MOVE (RFC 9051 sections 6.4.7 and 6.4.8, RFC 4315). */
public record Copying(Client client, Selected in, String tag) {
  private static final System.Logger LOG = System.getLogger(Copying.class.getName());
  static final Answer TRY_CREATE = Answer.no("[TRYCREATE] there is no such mailbox");

  public Answer run(Command.Copy command) throws IOException, SyntaxException {
    if (command.move() && in.readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.read-only");
    }
    BitSet wanted = in.find(command.messages(), command.uid());
    MessageLimit.Cut cut = client.messageLimit().cut(wanted, in.told());
    if (!command.move() && wanted.cardinality() > client.house().terms().saveLimit()) {
      return new MessageLimit(client.house().terms().saveLimit()).refusal();
    }
    if (command.move()) {
      in.need(Right.DELETE_MESSAGES);
      in.need(Right.EXPUNGE);
    }
    Optional<Location> to = client.find(command.mailbox(), Right.INSERT);
    if (to.isEmpty()) {
      return TRY_CREATE;
    }
    List<Integer> uids = in.uids(command.move() ? cut.positions() : wanted);
    if (uids.isEmpty()) {
      return Answer.ok("nothing to do");
    }
    if (!command.move()) {
      Placed placed = copy(uids, to.get());
      if (placed.uids().isEmpty()) {
        return Answer.no("[EXPUNGEISSUED] the messages are gone");
      }
      client.placed(to.get(), placed.uids());
      new Events(client).came(MailboxEvent.Cause.COPY, to.get(), placed.uids());
      return Answer.ok("[" + copyUid(placed) + "] copied");
    }
    if (isHere(to.get()) && to.get().mailbox().id().equals(in.id())) {
      return Answer.no("[CANNOT] they are there already");
    }
    Placed placed = move(uids, to.get());
    if (placed.uids().isEmpty()) {
      return Answer.no("[EXPUNGEISSUED] the messages are gone");
    }
    // Before the EXPUNGE responses, as RFC 6851 section 4.3 wants it.
    client.placed(to.get(), placed.uids());
    new Events(client).came(MailboxEvent.Cause.COPY, to.get(), placed.uids());
    client.out().untagged("OK [" + copyUid(placed) + "] moved");
    return client.messageLimit().tell(Answer.removed(client.qresync(), "moved"), cut, client.out());
  }

  /** Tells how far it is; a client that has gone meanwhile does not stop what was begun. */
  private IntConsumer progress(int goal) {
    var progress = Progress.of(client, tag, 1);
    return done -> {
      try {
        progress.at(done, goal);
      } catch (IOException e) {
        LOG.log(DEBUG, "a client was not there any more: {0}", e.getMessage());
      }
    };
  }

  private boolean isHere(Location to) {
    return to.owner().equals(in.account());
  }

  private Placed copy(List<Integer> uids, Location to) {
    FlagScope scope = FlagScope.of(client.rights(to));
    MailboxId target = to.mailbox().id();
    if (isHere(to)) {
      return client
          .post()
          .messages()
          .copy(in.account(), in.id(), uids, target, scope, progress(uids.size()));
    }
    var from = new CopyAcross.Place(in.account(), in.id());
    return client.post().copies().copy(from, uids, new CopyAcross.Place(to.owner(), target), scope);
  }

  /** Into another account: first all are there, then they go here. */
  private Placed move(List<Integer> uids, Location to) {
    if (isHere(to)) {
      FlagScope scope = FlagScope.of(client.rights(to));
      MailboxId target = to.mailbox().id();
      return client
          .post()
          .messages()
          .move(in.account(), in.id(), uids, target, scope, progress(uids.size()));
    }
    Placed placed = copy(uids, to);
    client.post().messages().expunge(in.account(), in.id(), placed.sources(), false);
    return placed;
  }

  /** Source and destination uids in the same order, both ascending. */
  private static String copyUid(Placed placed) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, placed.uids().size()).boxed().toList());
    order.sort(Comparator.comparing(placed.sources()::get));
    IntStream sources = order.stream().mapToInt(placed.sources()::get);
    IntStream uids = order.stream().mapToInt(placed.uids()::get);
    return "COPYUID "
        + placed.uidValidity()
        + " "
        + SequenceSet.text(sources)
        + " "
        + SequenceSet.text(uids);
  }
}
