package org.mailstead.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a script decided, with the rule that did. */
public sealed interface Action {
  /** Which rule. */
  Rule rule();

  /** Into INBOX, or to the script that comes next. */
  record Keep(Rule rule, Set<String> flags, Content content) implements Action {
    public Keep {
      flags = Set.copyOf(flags);
    }
  }

  /** Into a mailbox. */
  record FileInto(Rule rule, Filed into, Content content) implements Action {}

  /**
   * Aside, until a time.
   *
   * @param into where it is then
   * @param add flags that it gets then
   * @param remove flags that it loses then
   */
  record Snooze(
      Rule rule, Instant until, Filed into, Set<String> add, Set<String> remove, Content content)
      implements Action {
    public Snooze {
      add = Set.copyOf(add);
      remove = Set.copyOf(remove);
    }
  }

  /** Nowhere. */
  record Discard(Rule rule) implements Action {}

  /**
   * On to another address.
   *
   * @param dsn what the sender of the copy wants to be told (RFC 6009); empty for the usual
   */
  record Redirect(Rule rule, String address, Dsn dsn, Content content) implements Action {}

  /**
   * RFC 6009: wishes about reports, in SMTP's words.
   *
   * @param wanted as NOTIFY, such as {@code NEVER}
   * @param ret FULL or HDRS
   * @param by as BY, such as {@code 120;RT}
   */
  record Dsn(Optional<String> wanted, Optional<String> ret, Optional<String> by) {
    static final Dsn USUAL = new Dsn(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Back to who sent it (RFC 5429). */
  record Reject(Rule rule, String reason, boolean atOnce) implements Action {}

  /**
   * An answer that says that its owner is away (RFC 5230), when one may be sent at all.
   *
   * @param again how long the same sender gets no second one
   * @param addresses what is the owner's, besides what is known
   * @param mime whether the reason is an entity with its own header
   * @param memory what tells this answer from others; senders are remembered by it
   * @param copy where a copy of the answer goes
   */
  record Vacation(
      Rule rule,
      Duration again,
      Optional<String> subject,
      Optional<String> from,
      List<String> addresses,
      boolean mime,
      String memory,
      Optional<Filed> copy,
      String reason)
      implements Action {
    public Vacation {
      addresses = List.copyOf(addresses);
    }
  }

  /** A notice (RFC 5435) by mail (RFC 5436). */
  record Notify(
      Rule rule,
      Mailto method,
      Optional<String> from,
      int importance,
      List<String> options,
      Optional<String> message,
      Optional<Filed> copy)
      implements Action {
    public Notify {
      options = List.copyOf(options);
    }
  }
}
