package org.mailstead.imap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.post.Annotation;
import org.mailstead.post.AnnotationName;
import org.mailstead.post.FlagChange;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Quotas;
import org.mailstead.post.Rights;

/** What a client may say, by the state in which it may say it (RFC 9051 section 3). */
sealed interface Command {
  /** In any state. */
  sealed interface AnyTime extends Command {}

  /** Before signing in. */
  sealed interface BeforeLogin extends Command {}

  /** After signing in. */
  sealed interface AfterLogin extends Command {}

  /** With a mailbox selected. */
  sealed interface InMailbox extends Command {}

  record Capability() implements AnyTime {}

  record Noop() implements AnyTime {}

  record Logout() implements AnyTime {}

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

  record Create(String mailbox, Mailbox.Role use) implements AfterLogin {}

  record Delete(String mailbox) implements AfterLogin {}

  record Rename(String from, String to) implements AfterLogin {}

  record Subscribe(String mailbox, boolean subscribed) implements AfterLogin {}

  /** LIST in all its forms, and LSUB, which is an older spelling of one of them. */
  record ListMailboxes(boolean lsub, ListOptions options, String reference, List<String> patterns)
      implements AfterLogin {}

  record Namespace() implements AfterLogin {}

  record Status(String mailbox, List<StatusItem> items) implements AfterLogin {}

  /** APPEND up to the mailbox; the messages are read while they are stored. */
  record Append(String mailbox) implements AfterLogin {}

  record Idle() implements AfterLogin {}

  record GetQuota(String root) implements AfterLogin {}

  record GetQuotaRoot(String mailbox) implements AfterLogin {}

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

    Rights apply(Rights now) {
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

  record Fetch(
      boolean uid,
      SequenceSet messages,
      List<FetchItem> items,
      Optional<Long> changedSince,
      boolean vanished)
      implements InMailbox {}

  record Store(
      boolean uid,
      SequenceSet messages,
      FlagChange change,
      boolean silent,
      Optional<Long> unchangedSince)
      implements InMailbox {}

  record Search(String tag, boolean uid, Optional<List<SearchReturn>> returns, SearchKey key)
      implements InMailbox {}
}
