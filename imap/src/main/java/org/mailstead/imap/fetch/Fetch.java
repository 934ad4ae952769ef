package org.mailstead.imap.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.imap.grammar.InternalDate;
import org.mailstead.imap.grammar.PartialRange;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Events;
import org.mailstead.imap.state.MessageLimit;
import org.mailstead.imap.state.Selected;
import org.mailstead.imap.state.Vanished;
import org.mailstead.post.Email;
import org.mailstead.post.EmailPages;
import org.mailstead.post.FlagChange;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.Right;
import org.mailstead.wire.WireWriter;

/** FETCH: messages are read and told in runs, so that memory does not grow with their number. */
public final class Fetch {
  private static final int RUN = 512;

  private final Client client;
  private final Selected in;
  private final WireWriter wire;
  private final MessageData data;
  private final Map<Flags, byte[]> flagLists = new HashMap<>();
  private boolean someGone;
  private boolean someUnknown;

  public Fetch(Client client, Selected in) {
    this.client = client;
    this.in = in;
    this.wire = client.out().wire();
    this.data = new MessageData(client, in.account());
  }

  public Answer run(Command.Fetch command) throws IOException, SyntaxException {
    if (command.changedSince().isPresent() || command.items().contains(FetchItem.Plain.MODSEQ)) {
      client.enableCondstore();
    }
    if (command.vanished() && !client.qresync()) {
      throw new SyntaxException("enable QRESYNC first");
    }
    List<FetchItem> items = items(command);
    BitSet named = in.find(command.messages(), command.uid());
    command.partial().ifPresent(range -> keep(named, range));
    MessageLimit.Cut cut = client.messageLimit().cut(named, in.told());
    BitSet wanted = cut.positions();
    if (command.vanished()) {
      tellVanished(command);
    }
    boolean sees =
        !in.readOnly()
            && in.rights().has(Right.SEEN)
            && command.items().stream().anyMatch(FetchItem::setsSeen);
    long since = since(command);
    MailboxView now = in.now(client);
    List<Integer> run = new ArrayList<>(RUN);
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      if (since == 0 || in.fresh(i, now).modseq() > since) {
        run.add(i);
      }
      if (run.size() == RUN) {
        tell(run, items, sees);
        run.clear();
      }
    }
    tell(run, items, sees);
    if (items.contains(FetchItem.Plain.FLAGS) && wanted.cardinality() == in.told().size()) {
      in.reportedAll(since, now.highestModseq());
    }
    return client.messageLimit().tell(answer(), cut, client.out());
  }

  private Answer answer() {
    if (someUnknown) {
      return Answer.no("[UNKNOWN-CTE] some parts are encoded in an unknown way");
    }
    return someGone
        ? Answer.no("[EXPUNGEISSUED] some of the messages are gone")
        : Answer.ok("done");
  }

  /** UID FETCH tells the uid unasked, but where that is what the response begins with. */
  private List<FetchItem> items(Command.Fetch command) {
    if (!command.uid() || client.uidOnly() || command.items().contains(FetchItem.Plain.UID)) {
      return command.items();
    }
    List<FetchItem> items = new ArrayList<>(command.items());
    items.addFirst(FetchItem.Plain.UID);
    return items;
  }

  /** Of the messages named, those at some places only (RFC 9394 section 3.3). */
  private static void keep(BitSet wanted, PartialRange range) {
    int[] positions = wanted.stream().toArray();
    wanted.clear();
    for (int i = range.first(positions.length); i < range.end(positions.length); i++) {
      wanted.set(positions[i]);
    }
  }

  /** The mod-sequence above which messages are told; 0 for all of them. */
  private long since(Command.Fetch command) {
    return command
        .changedSince()
        .map(version -> client.post().knownSince(in.account(), version))
        .orElse(0L);
  }

  // RFC 7162 section 3.2.6
  private void tellVanished(Command.Fetch command) throws IOException {
    if (command.messages() instanceof SequenceSet.Ranges uids) {
      new Vanished(client, in.location(), in.told())
          .tell(command.changedSince().orElse(0L), uids, 0);
    }
  }

  /** Tells of messages that nobody has asked for, which does not mark them as seen. */
  public void tellUnasked(List<Integer> positions, List<FetchItem> items) throws IOException {
    for (int from = 0; from < positions.size(); from += RUN) {
      tell(positions.subList(from, Math.min(positions.size(), from + RUN)), items, false);
    }
  }

  private void tell(List<Integer> run, List<FetchItem> items, boolean sees) throws IOException {
    if (run.isEmpty()) {
      return;
    }
    MailboxView now = in.now(client);
    Set<Integer> seen = sees ? see(run, now) : Set.of();
    if (!seen.isEmpty()) {
      now = in.now(client);
    }
    in.tellKeywords(client); // after the view, whose flags all have names then
    EmailPages ready = envelopes(run, items);
    Map<Long, Email> emails = emails(run, items, ready);
    boolean flags = items.contains(FetchItem.Plain.FLAGS);
    for (int index : run) {
      Member member = in.fresh(index, now);
      boolean tellFlags = !flags && seen.contains(member.uid());
      boolean there = open(member, items, ready, emails);
      if (there) {
        tell(index, member, items, tellFlags);
      }
      if (tellFlags || flags) {
        in.reported(member);
      }
    }
  }

  /** Whether there is something to tell of a message. */
  private boolean open(
      Member member, List<FetchItem> items, EmailPages ready, Map<Long, Email> emails)
      throws IOException {
    if (ready.has(member.email())) {
      data.open(ready.envelope(member.email()));
      return true;
    }
    Email email = emails.get(member.email());
    if (email != null) {
      data.open(email);
      boolean can = canDecode(items);
      someUnknown |= !can;
      return can;
    }
    boolean gone = items.stream().anyMatch(Fetch::needsEmail);
    someGone |= gone;
    return !gone;
  }

  /** Sets \Seen on those that have it not; returns their uids. */
  private Set<Integer> see(List<Integer> run, MailboxView now) {
    List<Integer> unseen = new ArrayList<>();
    for (int index : run) {
      Member member = in.fresh(index, now);
      if (!member.flags().has(Flags.SEEN)) {
        unseen.add(member.uid());
      }
    }
    if (!unseen.isEmpty()) {
      var change = new FlagChange(FlagChange.Mode.ADD, Set.of("\\Seen"));
      client.post().messages().flag(in.account(), in.id(), unseen, change, OptionalLong.empty());
      new Events(client).seen(in, unseen);
    }
    return Set.copyOf(unseen);
  }

  /** The envelopes, when they are all that is wanted of many emails. */
  private EmailPages envelopes(List<Integer> run, List<FetchItem> items) {
    boolean wanted =
        run.size() > 1
            && items.contains(FetchItem.Plain.ENVELOPE)
            && items.stream()
                .filter(Fetch::needsEmail)
                .allMatch(item -> item == FetchItem.Plain.ENVELOPE);
    return wanted
        ? client.post().emails().envelopes(in.account(), numbers(run).toArray())
        : EmailPages.none();
  }

  private Map<Long, Email> emails(List<Integer> run, List<FetchItem> items, EmailPages ready) {
    if (items.stream().noneMatch(Fetch::needsEmail)) {
      return Map.of();
    }
    List<Long> numbers = numbers(run).filter(number -> !ready.has(number)).boxed().toList();
    return numbers.isEmpty() ? Map.of() : client.post().emails().get(in.account(), numbers);
  }

  private LongStream numbers(List<Integer> run) {
    MailboxView told = in.told();
    return run.stream().mapToLong(told::email);
  }

  private static boolean needsEmail(FetchItem item) {
    return switch (item) {
      case FetchItem.Body _, FetchItem.Binary _, FetchItem.BinarySize _, FetchItem.Preview _ ->
          true;
      case FetchItem.Plain plain ->
          switch (plain) {
            case FLAGS, UID, INTERNALDATE, RFC822_SIZE, MODSEQ, SAVEDATE -> false;
            case EMAILID, THREADID, ENVELOPE, BODY, BODYSTRUCTURE -> true;
          };
    };
  }

  private void tell(int index, Member member, List<FetchItem> items, boolean tellFlags)
      throws IOException {
    if (client.uidOnly()) {
      wire.print("* ").print(member.uid()).print(" UIDFETCH (");
    } else {
      wire.print("* ").print(index + 1).print(" FETCH (");
    }
    boolean first = true;
    for (FetchItem item : items) {
      if (!first) {
        wire.write((byte) ' ');
      }
      first = false;
      item(item, member);
    }
    if (tellFlags) {
      wire.print(" FLAGS ").write(flags(member.flags()));
      if (client.condstore() && !items.contains(FetchItem.Plain.MODSEQ)) {
        wire.print(" MODSEQ (").print(member.modseq()).print(")");
      }
    }
    wire.print(")").crlf();
  }

  private boolean canDecode(List<FetchItem> items) {
    for (FetchItem item : items) {
      boolean can =
          switch (item) {
            case FetchItem.Binary binary -> data.canDecode(binary.part());
            case FetchItem.BinarySize size -> data.canDecode(size.part());
            case FetchItem.Body _, FetchItem.Preview _, FetchItem.Plain _ -> true;
          };
      if (!can) {
        return false;
      }
    }
    return true;
  }

  private void item(FetchItem item, Member member) throws IOException {
    switch (item) {
      case FetchItem.Body body -> data.body(body);
      case FetchItem.Binary binary -> data.binary(binary);
      case FetchItem.BinarySize size -> data.binarySize(size);
      case FetchItem.Preview _ -> data.preview();
      case FetchItem.Plain plain -> plain(plain, member);
    }
  }

  private void plain(FetchItem.Plain item, Member member) throws IOException {
    switch (item) {
      case FLAGS -> wire.print("FLAGS ").write(flags(member.flags()));
      case UID -> wire.print("UID ").print(member.uid());
      case INTERNALDATE ->
          wire.print("INTERNALDATE ").print(InternalDate.text(member.internalDate()));
      case RFC822_SIZE -> wire.print("RFC822.SIZE ").print(member.size());
      case MODSEQ -> wire.print("MODSEQ (").print(member.modseq()).print(")");
      case SAVEDATE -> wire.print("SAVEDATE ").print(saved(member));
      case EMAILID -> data.emailId();
      case THREADID -> data.threadId();
      case ENVELOPE -> data.envelope();
      case BODY -> data.structure("BODY ", false);
      case BODYSTRUCTURE -> data.structure("BODYSTRUCTURE ", true);
    }
  }

  private static String saved(Member member) {
    return member
        .saved()
        .map(saved -> InternalDate.text(saved.atOffset(ZoneOffset.UTC)))
        .orElse("NIL");
  }

  private byte[] flags(Flags flags) {
    return flagLists.computeIfAbsent(flags, some -> in.flags(some).getBytes(US_ASCII));
  }
}
