package org.mailstead.imap;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.mailstead.post.Placed;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** COPY and MOVE (RFC 9051 sections 6.4.7 and 6.4.8, RFC 4315). */
record Copying(Client client, Selected in, String tag) {
  private static final System.Logger LOG = System.getLogger(Copying.class.getName());
  static final Answer TRY_CREATE = Answer.no("[TRYCREATE] there is no such mailbox");

  Answer run(Command.Copy command) throws IOException, SyntaxException {
    if (command.move() && in.readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.read-only");
    }
    BitSet wanted = in.find(command.messages(), command.uid());
    MessageLimit.Cut cut = client.messageLimit().cut(wanted, in.told());
    if (!command.move() && wanted.cardinality() > client.house().config().saveLimit()) {
      return new MessageLimit(client.house().config().saveLimit()).refusal();
    }
    Optional<Location> to = client.find(command.mailbox());
    if (to.isEmpty()) {
      return TRY_CREATE;
    }
    List<Integer> uids = in.uids(command.move() ? cut.positions() : wanted);
    if (uids.isEmpty()) {
      return Answer.ok("nothing to do");
    }
    AccountId account = in.account();
    if (!command.move()) {
      Placed placed =
          client
              .post()
              .messages()
              .copy(account, in.id(), uids, to.get().mailbox().id(), progress(uids.size()));
      if (placed.uids().isEmpty()) {
        return Answer.no("[EXPUNGEISSUED] the messages are gone");
      }
      client.placed(to.get(), placed.uids());
      return Answer.ok("[" + copyUid(placed) + "] copied");
    }
    if (to.get().mailbox().id().equals(in.id())) {
      return Answer.no("[CANNOT] they are there already");
    }
    Placed placed =
        client
            .post()
            .messages()
            .move(account, in.id(), uids, to.get().mailbox().id(), progress(uids.size()));
    if (placed.uids().isEmpty()) {
      return Answer.no("[EXPUNGEISSUED] the messages are gone");
    }
    // Before the EXPUNGE responses, as RFC 6851 section 4.3 wants it.
    client.placed(to.get(), placed.uids());
    client.out().untagged("OK [" + copyUid(placed) + "] moved");
    return client.messageLimit().tell(Answer.ok("moved"), cut, client.out());
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
