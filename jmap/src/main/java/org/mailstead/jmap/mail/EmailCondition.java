package org.mailstead.jmap.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.search.Query;
import org.mailstead.words.MailboxId;

/** Something that an email is or has (RFC 8621 section 4.4.1). */
sealed interface EmailCondition {
  record InMailbox(Optional<MailboxId> mailbox) implements EmailCondition {}

  record InMailboxOtherThan(Set<MailboxId> mailboxes) implements EmailCondition {
    public InMailboxOtherThan {
      mailboxes = Set.copyOf(mailboxes);
    }
  }

  record Before(Instant time) implements EmailCondition {}

  record After(Instant time) implements EmailCondition {}

  record MinSize(long octets) implements EmailCondition {}

  record MaxSize(long octets) implements EmailCondition {}

  record ThreadKeyword(Which which, String keyword) implements EmailCondition {
    /** How many of the thread's emails. */
    enum Which {
      ALL,
      SOME,
      NONE
    }
  }

  record HasKeyword(String keyword, boolean has) implements EmailCondition {}

  record HasAttachment(boolean has) implements EmailCondition {}

  record Text(Where where, SoughtText text) implements EmailCondition {
    /** Where the text is looked for. */
    enum Where {
      ANYWHERE,
      FROM,
      TO,
      CC,
      BCC,
      SUBJECT,
      BODY
    }

    /** The same for the index. */
    Query query() {
      return switch (where) {
        case ANYWHERE -> text.query(Query.Scope.ALL);
        case FROM -> text.query(Query.Scope.FROM);
        case TO -> text.query(Query.Scope.TO);
        case CC -> text.query(Query.Scope.CC);
        case BCC -> text.query(Query.Scope.BCC);
        case SUBJECT -> text.query(Query.Scope.SUBJECT);
        case BODY ->
            new Query.Or(
                List.of(
                    text.query(Query.Scope.BODY),
                    text.query(Query.Scope.ATTACHMENT_TEXT),
                    text.query(Query.Scope.ATTACHMENT_NAME)));
      };
    }
  }

  record Header(String name, Optional<String> text) implements EmailCondition {}

  /** About its signature (RFC 9219 section 4.2). */
  record Signature(What what, boolean has) implements EmailCondition {
    /** What the signature is to be. */
    enum What {
      ANY,
      VERIFIED,
      VERIFIED_AT_DELIVERY
    }
  }

  /** What somebody typed, as far as the index knows of it. */
  record Typed(Query query) implements EmailCondition {}

  /** In one of these mailboxes, or in none of them. */
  record InAny(Set<MailboxId> mailboxes, boolean not) implements EmailCondition {
    public InAny {
      mailboxes = Set.copyOf(mailboxes);
    }
  }

  /** What of it is looked for in texts; empty when nothing is. */
  default Optional<Query> sought() {
    return switch (this) {
      case Text text -> text.text().isEmpty() ? Optional.empty() : Optional.of(text.query());
      case Typed(Query query) -> Optional.of(query);
      case InMailbox _,
          InMailboxOtherThan _,
          InAny _,
          Before _,
          After _,
          MinSize _,
          MaxSize _,
          ThreadKeyword _,
          HasKeyword _,
          HasAttachment _,
          Signature _,
          Header _ ->
          Optional.empty();
    };
  }

  /** What it costs to look: conditions are tried from the cheapest on. */
  default int cost() {
    return switch (this) {
      case InMailbox _, InMailboxOtherThan _, InAny _, Before _, After _, MinSize _, MaxSize _ -> 0;
      case HasKeyword _, ThreadKeyword _ -> 1;
      case HasAttachment _ -> 2;
      case Text(var where, _) -> where == Text.Where.ANYWHERE || where == Text.Where.BODY ? 5 : 3;
      case Header _ -> 4;
      case Typed _ -> 5;
      case Signature _ -> 6;
    };
  }

  /** Whether it may come to hold, or cease to, because time goes by. */
  default boolean isOfTime() {
    return this instanceof Signature(var what, _) && what != Signature.What.ANY;
  }

  /** Whether it may come to hold, or cease to, because of other emails of its thread. */
  default boolean isOfThread() {
    return this instanceof ThreadKeyword;
  }
}
