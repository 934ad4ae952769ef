package org.mailstead.imap.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.post.FlagScope;
import org.mailstead.post.Flags;
import org.mailstead.post.Keywords;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.post.ViewChange;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The selected mailbox as this client has been told of it. Sequence numbers are positions in the
 * view that was told, whatever others do meanwhile; {@link #catchUp} tells the difference.
 */
public final class Selected {
  /** Of more messages it is forgotten that their flags were told: then they are told again. */
  private static final int MAX_REPORTED = 100_000;

  private final Location location;
  private final boolean readOnly;
  private MailboxView told;
  private Keywords keywords;

  /** The account's version when the keywords were looked at last. */
  private long keywordsAt = -1;

  private Rights rights;

  /** Messages as they were told since {@link #told}, by uid, so that a change is told once. */
  private final Map<Integer, Member> reported = new HashMap<>();

  /** Whether something has not been told, as its time has not come. */
  private boolean behind;

  /**
   * Up to which mod-sequence the client has been told of all flags; less than {@link #told} has
   * when it does not want to be.
   */
  private long flagsUpTo;

  private BitSet saved = new BitSet();

  /** Messages that the client put here itself, and has not been told of. */
  private final Set<Integer> own = new HashSet<>();

  private final Contexts contexts = new Contexts();

  public Selected(
      Location location, boolean readOnly, MailboxView told, Keywords keywords, Rights rights) {
    this.location = location;
    this.readOnly = readOnly;
    this.told = told;
    this.flagsUpTo = told.highestModseq();
    this.keywords = keywords;
    this.rights = rights;
  }

  /** What the client might do here when it was looked at last: as its command began. */
  public Rights rights() {
    return rights;
  }

  /**
   * @throws Refused NOT_PERMITTED without the right
   */
  public void need(Right right) {
    if (!rights.has(right)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
  }

  /** Whether it is selected for more than reading (RFC 4314 section 5.2). */
  public boolean canWrite() {
    return !readOnly
        && rights.hasAny(
            Right.INSERT, Right.EXPUNGE, Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES);
  }

  /**
   * Looks at the rights anew, which others may have changed.
   *
   * @throws Refused NOT_FOUND when the mailbox may not be read any more
   */
  public void checkRights(Client client) throws IOException {
    Rights now = client.rights(location);
    if (!now.has(Right.READ)) {
      throw new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing");
    }
    if (!now.equals(rights)) {
      rights = now;
      client.out().untagged("FLAGS (" + flagNames() + ")");
      if (!readOnly) {
        client.out().untagged("OK [PERMANENTFLAGS (" + permanentFlags() + ")] flags kept");
      }
    }
  }

  public MailboxId id() {
    return location.mailbox().id();
  }

  public Location location() {
    return location;
  }

  /** Whose mail it is. */
  public AccountId account() {
    return location.owner();
  }

  public Mailbox mailbox() {
    return location.mailbox();
  }

  public boolean readOnly() {
    return readOnly;
  }

  /** What the client knows. */
  public MailboxView told() {
    return told;
  }

  public Keywords keywords() {
    return keywords;
  }

  /**
   * The mailbox as it is now, never older than what the client knows.
   *
   * @throws org.mailstead.words.Refused NOT_FOUND when it has been removed
   */
  public MailboxView now(Client client) {
    MailboxView now = client.post().view(account(), id());
    return now.version() < told.version() ? told : now;
  }

  /**
   * The message of a told position as it is now, or as the client knows it when it has been
   * expunged: a mod-sequence never goes back.
   */
  public Member fresh(int index, MailboxView now) {
    if (now == told) {
      return told.get(index);
    }
    int at = now.indexOf(told.uid(index));
    return at >= 0 ? now.get(at) : lastTold(told.get(index));
  }

  private Member lastTold(Member known) {
    Member since = reported.getOrDefault(known.uid(), known);
    return since.modseq() > known.modseq() ? since : known;
  }

  /** Notes that the client knows the flags of a message as of this mod-sequence. */
  public void reported(Member member) {
    if (!knows(member) && reported.size() < MAX_REPORTED) {
      reported.put(member.uid(), member);
    }
  }

  /**
   * Notes that the client has been told of the flags of all messages that changed.
   *
   * @param since those that changed after this mod-sequence
   * @param upTo and not after that one
   */
  public void reportedAll(long since, long upTo) {
    if (since <= flagsUpTo && upTo > flagsUpTo) {
      flagsUpTo = upTo;
      reported.values().removeIf(member -> member.modseq() <= upTo);
    }
  }

  /** Whether the client has been told of a message's flags as they are in this version. */
  public boolean knows(Member member) {
    Member since = reported.get(member.uid());
    return member.modseq() <= flagsUpTo || (since != null && member.modseq() <= since.modseq());
  }

  // ---- numbers

  /** Positions in the told view. */
  public BitSet find(SequenceSet set, boolean uid) throws SyntaxException {
    return switch (set) {
      case SequenceSet.Saved _ -> savedPositions();
      case SequenceSet.Ranges ranges ->
          uid ? SequenceSet.uids(ranges, told) : SequenceSet.sequence(ranges, told.size());
    };
  }

  /** Positions of uids; those that are not there are passed over. */
  public BitSet uidsOf(SequenceSet uids) {
    return switch (uids) {
      case SequenceSet.Saved _ -> savedPositions();
      case SequenceSet.Ranges ranges -> SequenceSet.uids(ranges, told);
    };
  }

  private BitSet savedPositions() {
    var found = new BitSet(told.size());
    saved.stream().map(told::indexOf).filter(at -> at >= 0).forEach(found::set);
    return found;
  }

  /** Keeps what a search found, as uids (RFC 5182). */
  public void save(BitSet uids) {
    saved = uids;
  }

  public List<Integer> uids(BitSet positions) {
    return positions.stream().map(told::uid).boxed().toList();
  }

  // ---- telling

  /**
   * Tells what changed since the client was told last.
   *
   * @param expunges whether sequence numbers may change now: not while FETCH, STORE or SEARCH are
   *     answered (RFC 9051 section 7.5.1); then all waits for the next command
   * @param removes whether a command of this client has removed messages, which it must be told
   * @return whether the client has been told of messages that came or went
   */
  public boolean catchUp(Client client, boolean expunges, boolean removes) throws IOException {
    checkRights(client);
    Optional<Unasked.OfSelected> wanted = client.notifications().map(Unasked::ofSelected);
    boolean flags = wanted.isEmpty() || wanted.get().flags();
    MailboxView now = now(client);
    boolean complete = flagsUpTo >= told.highestModseq();
    boolean owed = flags && !complete;
    if (now == told && !owed) {
      return false;
    }
    ViewChange change = now.since(told);
    boolean waits = wanted.isPresent() && !wanted.get().messages() && !removes;
    behind = waits || (!expunges && !change.removed().isEmpty());
    if (behind) {
      return false;
    }
    tellKeywords(client);
    contexts.expunged(client, this, change.removed());
    tellRemoved(client, change.removed());
    if (!change.added().isEmpty()) {
      client.out().untagged(now.size() + " EXISTS");
      if (!client.rev2()) {
        client.out().untagged("0 RECENT");
      }
    }
    int lastUid = told.lastUid();
    told = now;
    if (flags) {
      tellFlags(client, owed ? upTo(lastUid) : change.changed());
      reportedAll(flagsUpTo, now.highestModseq());
    } else if (complete) {
      passOver(change.changed());
    }
    contexts.update(client, this, change, lastUid);
    if (client.notifications().isPresent()) {
      tellNew(client.notifications().get(), change.added());
    }
    own.clear();
    return !change.removed().isEmpty() || !change.added().isEmpty();
  }

  /**
   * A client takes the mod-sequences that it reads to mean that it knows all before them, which is
   * not so while expunges wait (RFC 7162 section 6), or when it does not want to hear of flags.
   */
  public void tellBehind(Client client) throws IOException {
    if (client.condstore() && (behind || flagsUpTo < told.highestModseq())) {
      client.out().untagged("OK [HIGHESTMODSEQ " + knownUpTo() + "] more is to be told");
    }
  }

  /** The mod-sequence up to which the client knows everything. */
  public long knownUpTo() {
    return Math.max(1, Math.min(flagsUpTo, told.highestModseq()));
  }

  private void tellFlags(Client client, List<Integer> changed) throws IOException {
    for (int uid : changed) {
      Member member = told.get(told.indexOf(uid));
      if (!knows(member)) {
        tellFlags(client, told.indexOf(uid), member);
      }
    }
  }

  /** The messages that are not new. */
  private List<Integer> upTo(int lastUid) {
    List<Integer> uids = new ArrayList<>();
    told.each(member -> {
      if (member.uid() <= lastUid && !knows(member)) {
        uids.add(member.uid());
      }
    });
    return uids;
  }

  /** Flags have changed, and the client does not want to know. */
  private void passOver(List<Integer> changed) {
    long first = told.highestModseq() + 1;
    for (int uid : changed) {
      Member member = told.get(told.indexOf(uid));
      first = knows(member) ? first : Math.min(first, member.modseq());
    }
    reportedAll(flagsUpTo, first - 1);
  }

  // RFC 5465 section 5.2
  private void tellNew(Unasked wanted, List<Integer> added) throws IOException {
    List<Integer> others = added.stream().filter(uid -> !own.contains(uid)).toList();
    if (!wanted.ofSelected().items().isEmpty() && !others.isEmpty()) {
      wanted.tellNew(this, others.stream().map(told::indexOf).toList());
    }
  }

  /** Notes that the client itself has put messages here. */
  void placed(List<Integer> uids) {
    own.addAll(uids);
  }

  /** The searches whose results the client is kept informed of. */
  public Contexts contexts() {
    return contexts;
  }

  private void tellRemoved(Client client, List<Integer> uids) throws IOException {
    if (uids.isEmpty()) {
      return;
    }
    if (client.qresync() || client.uidOnly()) {
      client.out().untagged("VANISHED " + SequenceSet.text(uids));
      return;
    }
    // From the highest down, so that each number is what it was before.
    for (int i = uids.size() - 1; i >= 0; i--) {
      client.out().untagged(told.indexOf(uids.get(i)) + 1 + " EXPUNGE");
    }
  }

  /** Tells a message's flags without having been asked. */
  public void tellFlags(Client client, int index, Member member) throws IOException {
    var text = new StringBuilder();
    text.append(fetch(client, index));
    text.append(client.uidOnly() ? "" : "UID " + member.uid() + " ");
    text.append("FLAGS ").append(flags(member.flags()));
    if (client.condstore()) {
      text.append(" MODSEQ (").append(member.modseq()).append(')');
    }
    client.out().untagged(text.append(')').toString());
    reported(member);
  }

  /** How a response about a message begins. */
  public String fetch(Client client, int index) {
    return client.uidOnly() ? told.uid(index) + " UIDFETCH (" : index + 1 + " FETCH (";
  }

  public String flags(Flags flags) {
    return "(" + String.join(" ", keywords.names(flags)) + ")";
  }

  /** New keywords are announced before a message that has one is told of. */
  public void tellKeywords(Client client) throws IOException {
    long version = client.post().version(account());
    if (version == keywordsAt) {
      return;
    }
    Keywords now = client.post().keywords(account());
    keywordsAt = version;
    if (!now.names().equals(keywords.names())) {
      keywords = now;
      client.out().untagged("FLAGS (" + flagNames() + ")");
      if (!readOnly) {
        client.out().untagged("OK [PERMANENTFLAGS (" + permanentFlags() + ")] flags kept");
      }
    }
  }

  public String flagNames() {
    String system = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";
    return keywords.names().isEmpty() ? system : system + " " + String.join(" ", keywords.names());
  }

  /** Those that the client may change. */
  public String permanentFlags() {
    FlagScope scope = FlagScope.of(rights);
    String flags =
        Arrays.stream(flagNames().split(" ")).filter(scope::has).collect(Collectors.joining(" "));
    return flags + (keywords.isFull() || !scope.others() ? "" : " \\*");
  }
}
