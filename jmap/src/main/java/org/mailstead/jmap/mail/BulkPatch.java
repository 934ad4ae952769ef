package org.mailstead.jmap.mail;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Pointer;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.EmailEdit;
import org.mailstead.post.Right;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A patch of Email/set that is to be the same for many emails, whatever each is now. */
record BulkPatch(EmailEdit.Change<MailboxId> mailboxes, EmailEdit.Change<String> flags) {
  /**
   * Reads one.
   *
   * @throws SetError.Thrown invalidPatch, invalidProperties
   */
  static BulkPatch read(MailboxSight sight, ObjectNode patch) {
    var places = new Parts<MailboxId>("mailboxIds");
    var flags = new Parts<String>("keywords");
    for (Map.Entry<String, JsonNode> one : patch.properties()) {
      var path = Pointer.tokens(one.getKey());
      Parts<?> parts =
          switch (path.getFirst()) {
            case "mailboxIds" -> places.take(path, one.getValue(), name -> mailbox(sight, name));
            case "keywords" -> flags.take(path, one.getValue(), BulkPatch::flag);
            case String _ -> throw SetError.invalid("only what a set has", "patch").thrown();
          };
      parts.checkSize();
    }
    if (places.isEmpty() && flags.isEmpty()) {
      throw SetError.invalid("it changes nothing", "patch").thrown();
    }
    return new BulkPatch(places.change(), flags.change());
  }

  private static Optional<MailboxId> mailbox(MailboxSight sight, String id) {
    return sight.find(id).map(one -> one.id());
  }

  private static Optional<String> flag(String keyword) {
    return EmailKeywords.isKeyword(keyword)
        ? Optional.of(EmailKeywords.flag(keyword))
        : Optional.empty();
  }

  private interface Reading<T> {
    Optional<T> read(String name);
  }

  /** What a patch says of one of the two sets. */
  private static final class Parts<T> {
    private final String property;
    private Optional<Set<T>> whole = Optional.empty();
    private final Set<T> in = new HashSet<>();
    private final Set<T> out = new HashSet<>();

    Parts(String property) {
      this.property = property;
    }

    Parts<T> take(java.util.List<String> path, JsonNode value, Reading<T> reading) {
      if (path.size() == 1 && value.isObject()) {
        Set<T> all = new HashSet<>();
        value.properties().forEach(one -> all.add(read(one.getKey(), one.getValue(), reading)));
        whole = Optional.of(all);
      } else if (path.size() == 2 && value.isNull()) {
        out.add(reading.read(path.get(1)).orElseThrow(this::wrong));
      } else if (path.size() == 2) {
        in.add(read(path.get(1), value, reading));
      } else {
        throw wrong();
      }
      return this;
    }

    private T read(String name, JsonNode value, Reading<T> reading) {
      if (!value.isBoolean() || !value.asBoolean()) {
        throw wrong();
      }
      return reading.read(name).orElseThrow(this::wrong);
    }

    private SetError.Thrown wrong() {
      return SetError.invalid(property + " there are, each true or null", "patch").thrown();
    }

    void checkSize() {
      boolean both = whole.isPresent() && !(in.isEmpty() && out.isEmpty());
      boolean nowhere = property.equals("mailboxIds") && whole.isPresent() && whole.get().isEmpty();
      if (both || nowhere || in.size() + out.size() > EmailPlacing.MOST_MAILBOXES) {
        throw wrong();
      }
    }

    boolean isEmpty() {
      return whole.isEmpty() && in.isEmpty() && out.isEmpty();
    }

    EmailEdit.Change<T> change() {
      return whole.map(EmailEdit.Change::to).orElseGet(() -> EmailEdit.Change.by(in, out));
    }
  }

  /**
   * What becomes of one email.
   *
   * @throws org.mailstead.words.Refused NOT_PERMITTED
   */
  EmailEdit edit(Access access, AccountEmail email) {
    if (!access.isOwn()) {
      check(access, Set.copyOf(email.mailboxes()));
    }
    return new EmailEdit(email.number(), within(access, email), flags);
  }

  /** In another's account, what lies where he does not see it stays there. */
  private EmailEdit.Change<MailboxId> within(Access access, AccountEmail email) {
    if (access.isOwn() || mailboxes.whole().isEmpty()) {
      return mailboxes;
    }
    Set<MailboxId> out = new HashSet<>(email.mailboxes());
    out.removeAll(mailboxes.whole().get());
    return EmailEdit.Change.by(mailboxes.whole().get(), out);
  }

  private void check(Access access, Set<MailboxId> now) {
    Set<MailboxId> wanted = new HashSet<>(mailboxes.whole().orElse(now));
    wanted.addAll(mailboxes.in());
    wanted.removeAll(mailboxes.out());
    for (MailboxId mailbox : wanted) {
      if (!now.contains(mailbox)) {
        access.need(mailbox, Right.INSERT);
      }
    }
    for (MailboxId mailbox : now) {
      if (!wanted.contains(mailbox)) {
        access.need(mailbox, Right.DELETE_MESSAGES, Right.EXPUNGE);
      }
    }
    if (flags.whole().isPresent()) {
      now.forEach(mailbox -> access.need(mailbox, Right.SEEN, Right.WRITE));
    }
    Set<String> changed = new HashSet<>(flags.in());
    changed.addAll(flags.out());
    EmailPlacing.needToFlag(access, now, changed);
  }
}
