package org.mailstead.imap.message;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Events;
import org.mailstead.imap.state.MessageLimit;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.FlagChange;
import org.mailstead.post.FlagScope;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** STORE (RFC 9051 section 6.4.6, RFC 7162 section 3.1.3). */
public record Store(Client client, Selected in) {
  public Answer run(Command.Store command) throws IOException, SyntaxException {
    if (in.readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.read-only");
    }
    FlagScope scope = scope(command.change());
    MessageLimit.Cut cut =
        client.messageLimit().cut(in.find(command.messages(), command.uid()), in.told());
    BitSet wanted = cut.positions();
    if (command.unchangedSince().isPresent()) {
      client.enableCondstore();
    }
    OptionalLong since =
        command.unchangedSince().map(OptionalLong::of).orElse(OptionalLong.empty());
    List<Integer> uids = in.uids(wanted);
    MailboxView before = in.now(client);
    List<Integer> modified =
        client
            .post()
            .messages()
            .flag(in.account(), in.id(), uids, within(scope, command.change()), since);
    Set<Integer> late = new HashSet<>(modified);
    new Events(client)
        .flagged(in, uids.stream().filter(uid -> !late.contains(uid)).toList(), before);
    in.tellKeywords(client);
    MailboxView now = in.now(client);
    in.tellKeywords(client); // after the view, whose flags all have names then
    boolean gone = false;
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      int uid = in.told().uid(i);
      int at = now.indexOf(uid);
      gone |= at < 0;
      if (at >= 0 && !late.contains(uid)) {
        tell(command, command.silent() && scope.isAll(), i, now.get(at), before);
      }
    }
    return client.messageLimit().tell(answer(command, modified, gone), cut, client.out());
  }

  /**
   * The flags that the client may change. With a right to one of those that it names it is not
   * refused, and is told what became of them (RFC 4314 section 4).
   */
  private FlagScope scope(FlagChange change) {
    FlagScope scope = FlagScope.of(in.rights());
    boolean some =
        (change.names().isEmpty() || change.mode() == FlagChange.Mode.REPLACE)
            ? scope.seen() || scope.deleted() || scope.others()
            : !scope.of(change.names()).isEmpty();
    if (!some) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
    return scope;
  }

  private static FlagChange within(FlagScope scope, FlagChange change) {
    return new FlagChange(change.mode(), scope.of(change.names()), scope);
  }

  private void tell(
      Command.Store command, boolean silent, int index, Member member, MailboxView before)
      throws IOException {
    boolean expected = silent && isExpected(command, index, member, before);
    if (!expected) {
      // Somebody else has changed it as well: silence would hide that for good.
      in.tellFlags(client, index, member);
    } else if (client.condstore()) {
      client
          .out()
          .untagged(
              in.fetch(client, index)
                  + (client.uidOnly() ? "" : "UID " + member.uid() + " ")
                  + "MODSEQ ("
                  + member.modseq()
                  + "))");
      in.reported(member);
    } else {
      in.reported(member);
    }
  }

  /** Whether the flags are what the client makes of those that it knows. */
  private boolean isExpected(Command.Store command, int index, Member member, MailboxView before) {
    int at = before.indexOf(in.told().uid(index));
    if (at < 0 || !in.knows(before.get(at))) {
      return false;
    }
    Flags named = Flags.NONE;
    for (String name : command.change().names()) {
      named = named.with(in.keywords().flag(name).orElse(Flags.NONE));
    }
    return command.change().apply(before.get(at).flags(), named).equals(member.flags());
  }

  private Answer answer(Command.Store command, List<Integer> modified, boolean gone) {
    // Who used numbers is not told yet which are gone; who used uids has been.
    boolean unknown = gone && !command.uid();
    if (!modified.isEmpty()) {
      String code = "[MODIFIED " + numbers(command, modified) + "] ";
      return unknown
          ? Answer.no(code + "some of the messages are gone")
          : Answer.ok(code + "some changed meanwhile");
    }
    return unknown ? Answer.no("[EXPUNGEISSUED] some of the messages are gone") : Answer.ok("done");
  }

  private String numbers(Command.Store command, List<Integer> uids) {
    List<Integer> sorted = uids.stream().sorted().toList();
    return command.uid()
        ? SequenceSet.text(sorted)
        : SequenceSet.text(sorted.stream().mapToInt(uid -> in.told().indexOf(uid) + 1));
  }
}
