package org.mailstead.imap.grammar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.post.Annotation;
import org.mailstead.post.AnnotationName;
import org.mailstead.post.FlagChange;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Quotas;
import org.mailstead.post.Rights;

/** What a client may say, by the state in which it may say it (RFC 9051 section 3). */
public sealed interface Command {
  /** In any state. */
  sealed interface AnyTime extends Command {}

  /** Before signing in. */
  sealed interface BeforeLogin extends Command {}

  /** After signing in. */
  sealed interface AfterLogin extends Command {}

  /** After signing in, of the connection itself. */
  sealed interface OfConnection extends Command {}

  /** With a mailbox selected. */
  sealed interface InMailbox extends Command {
    /** Whether it speaks of messages by their numbers, not by their uids. */
    default boolean usesNumbers() {
      return switch (this) {
        case Copy copy -> !copy.uid();
        case Replace replace -> !replace.uid();
        case Convert convert -> !convert.uid();
        case Fetch fetch -> !fetch.uid();
        case Store store -> !store.uid();
        case Search search -> !search.uid();
        case Sort sort -> !sort.uid();
        case Threads threads -> !threads.uid();
        case UidBatches _, Check _, Close _, Unselect _, Expunge _, CancelUpdate _ -> false;
      };
    }
  }

  record Capability() implements AnyTime {}

  record Noop() implements AnyTime {}

  record Logout() implements AnyTime {}

  /** LANGUAGE: which are wanted, the best first; none to ask which there are. */
  record Language(List<String> ranges) implements AnyTime {}

  record Id() implements AnyTime {}

  record StartTls() implements BeforeLogin {}

  /**
   * @param initial base64, {@code =} for an empty one (RFC 4959)
   */
  record Authenticate(String mechanism, Optional<String> initial) implements BeforeLogin {}

  record Login(String name, String password) implements BeforeLogin {
    @Override
    public String toString() {
      return "Login[" + name + "]";
    }
  }

  /**
   * @param algorithm in upper case
   */
  record Compress(String algorithm) implements OfConnection {}

  record Enable(List<String> capabilities) implements AfterLogin {}

  /**
   * SELECT or EXAMINE.
   *
   * @param mailbox as sent, not yet decoded; so in all commands
   */
  record Select(String mailbox, boolean readOnly, boolean condstore, Optional<Resync> resync)
      implements AfterLogin {}

  /** What the client remembers of a mailbox (RFC 7162 section 3.2.5). */
  record Resync(
      long uidValidity, long modseq, Optional<SequenceSet.Ranges> known, Optional<Sample> sample) {}

  /** Some sequence numbers and the uids that the client knows under them, both ascending. */
  record Sample(SequenceSet.Ranges numbers, SequenceSet.Ranges uids) {}

  /**
   * NOTIFY (RFC 5465).
   *
   * @param status whether the counts of the mailboxes are told now
   * @param groups empty for NONE; paths in them not yet decoded
   * @param unknownEvent whether there was an event that we do not know
   */
  record Notify(boolean status, List<NotifyGroup> groups, boolean unknownEvent)
      implements AfterLogin {}

  record Create(String mailbox, Mailbox.Role use) implements AfterLogin {}

  record Delete(String mailbox) implements AfterLogin {}

  record Rename(String from, String to) implements AfterLogin {}

  record Subscribe(String mailbox, boolean subscribed) implements AfterLogin {}

  /** LIST in all its forms, and LSUB, which is an older spelling of one of them. */
  record ListMailboxes(boolean lsub, ListOptions options, String reference, List<String> patterns)
      implements AfterLogin {}

  record Namespace() implements AfterLogin {}

  /** RFC 9698. */
  record GetJmapAccess() implements AfterLogin {}

  record Status(String mailbox, List<StatusItem> items) implements AfterLogin {}

  /** APPEND up to the mailbox; the messages are read while they are stored. */
  record Append(String mailbox) implements AfterLogin {}

  record Idle() implements AfterLogin {}

  record GetQuota(String root) implements AfterLogin {}

  record GetQuotaRoot(String mailbox) implements AfterLogin {}

  /**
   * UIDBATCHES.
   *
   * @param size messages in a batch
   * @param first the first batch that is wanted, 1 being the newest
   */
  record UidBatches(long size, long first, long last) implements InMailbox {}

  /** CONVERSIONS: media types in lower case, or patterns of them. */
  record Conversions(String from, String to) implements AfterLogin {}

  record Unauthenticate() implements OfConnection {}

  /** XAPPLEPUSHSERVICE, which Apple's programs say where others offer it. */
  record ApplePush() implements AfterLogin {}

  /** RESETKEY, of all mailboxes or of one (RFC 4467). */
  record ResetKey(Optional<String> mailbox, List<String> mechanisms) implements AfterLogin {}

  record GenUrlAuth(List<UrlRump> urls) implements AfterLogin {}

  /** A URL that is to be authorized, and how. */
  record UrlRump(String url, String mechanism) {}

  record UrlFetch(List<WantedUrl> urls) implements AfterLogin {}

  /** What is wanted of a URL; nothing named: its octets, unnamed. */
  record WantedUrl(String url, Set<UrlItem> items) {}

  /** What RFC 5524 lets be asked, in the order of the answer. */
  enum UrlItem {
    BODYPARTSTRUCTURE,
    BODY,
    BINARY
  }

  record SetQuota(String root, Map<Quotas.Resource, Long> limits) implements AfterLogin {}

  /**
   * GETMETADATA.
   *
   * @param mailbox empty for the server
   * @param levels how far below the entries others are told too
   */
  record GetMetadata(
      String mailbox, Optional<Long> maxSize, int levels, List<AnnotationName> entries)
      implements AfterLogin {}

  record SetMetadata(String mailbox, List<Annotation> notes) implements AfterLogin {}

  /**
   * Whom a line of an ACL means (RFC 4314 section 3).
   *
   * @param sent as the client spelt it
   * @param name without the dash, normalized
   * @param negative whether a dash stood before it
   */
  record Identifier(String sent, String name, boolean negative) {}

  /** What SETACL does to the rights of a line. */
  record RightsChange(Mode mode, Rights rights) {
    enum Mode {
      REPLACE,
      ADD,
      REMOVE
    }

    public Rights apply(Rights now) {
      return switch (mode) {
        case REPLACE -> rights;
        case ADD -> now.with(rights);
        case REMOVE -> now.without(rights);
      };
    }
  }

  record SetAcl(String mailbox, Identifier identifier, RightsChange change) implements AfterLogin {}

  record DeleteAcl(String mailbox, Identifier identifier) implements AfterLogin {}

  record GetAcl(String mailbox) implements AfterLogin {}

  record ListRights(String mailbox, Identifier identifier) implements AfterLogin {}

  record MyRights(String mailbox) implements AfterLogin {}

  record Check() implements InMailbox {}

  record Close() implements InMailbox {}

  record Unselect() implements InMailbox {}

  /** EXPUNGE, of certain uids only with UIDPLUS. */
  record Expunge(Optional<SequenceSet> uids) implements InMailbox {}

  /** COPY or MOVE. */
  record Copy(boolean uid, boolean move, SequenceSet messages, String mailbox)
      implements InMailbox {}

  /** REPLACE up to the mailbox; the message is read while it is stored. */
  record Replace(boolean uid, SequenceSet message, String mailbox) implements InMailbox {}

  record Convert(
      String tag, boolean uid, SequenceSet messages, Conversion conversion, List<ConvertItem> items)
      implements InMailbox {}

  record Fetch(
      boolean uid,
      SequenceSet messages,
      List<FetchItem> items,
      Optional<Long> changedSince,
      Optional<PartialRange> partial,
      boolean vanished)
      implements InMailbox {}

  record Store(
      boolean uid,
      SequenceSet messages,
      FlagChange change,
      boolean silent,
      Optional<Long> unchangedSince)
      implements InMailbox {}

  record Search(String tag, boolean uid, Optional<SearchReturns> returns, SearchKey key)
      implements InMailbox {}

  record Sort(
      String tag,
      boolean uid,
      Optional<SearchReturns> returns,
      List<SortCriterion> criteria,
      SearchKey key)
      implements InMailbox {}

  record Threads(String tag, boolean uid, ThreadAlgorithm algorithm, SearchKey key)
      implements InMailbox {}

  /** CANCELUPDATE (RFC 5267). */
  record CancelUpdate(List<String> tags) implements InMailbox {}

  /** The ESEARCH command (RFC 7377). */
  record MultiSearch(String tag, MailboxSources sources, SearchReturns returns, SearchKey key)
      implements AfterLogin {}
}
