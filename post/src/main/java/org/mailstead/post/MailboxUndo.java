package org.mailstead.post;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.MailboxChangeRow;
import org.mailstead.post.rows.MailboxEvent;
import org.mailstead.post.rows.MailboxRow;
import org.mailstead.post.rows.MailboxRowOrBuilder;
import org.mailstead.store.Row;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Makes mailboxes again what they were before a deed; see {@link Undoing}. One that was deleted is
 * another one now: what remembers the old one must not take the new uids for it. Before emails come
 * back it is there; after they have gone what the deed had made goes.
 */
final class MailboxUndo {
  private final Mailboxes mailboxes;
  private final Function<MailboxId, Rights> rights;

  MailboxUndo(Mailboxes mailboxes, Function<MailboxId, Rights> rights) {
    this.mailboxes = mailboxes;
    this.rights = rights;
  }

  /**
   * What was done.
   *
   * @param now what those are called that were deleted
   * @param touched all that are there again, or as they were
   */
  record Done(Map<MailboxId, MailboxId> now, List<MailboxId> touched) {}

  /** Brings back those that were deleted, and puts back those that were changed, the last first. */
  Done restore(MailDraft mail, List<ChangeRow> changes) {
    Map<MailboxId, MailboxId> now = new HashMap<>();
    List<MailboxId> touched = new ArrayList<>();
    for (ChangeRow change : changes.reversed()) {
      var id = new MailboxId(change.getMailbox());
      MailboxChangeRow was = change.getMailboxChange();
      if (!rights.apply(id).has(Right.DELETE)) {
        continue;
      }
      switch (was.getEvent()) {
        case DELETED -> {
          MailboxId made = restore(mail, id, was.getBefore(), parent(mail, was, now));
          now.put(id, made);
          touched.add(made);
        }
        case CHANGED -> {
          if (was.getRestored() == 0 && putBack(mail, id, was)) {
            touched.add(id);
          }
        }
        case CREATED, UNRECOGNIZED -> {} // when the emails have gone
      }
    }
    return new Done(now, touched);
  }

  private static Optional<MailboxId> parent(
      MailDraft mail, MailboxChangeRow was, Map<MailboxId, MailboxId> now) {
    long parent = was.getBefore().getParent();
    if (parent == 0) {
      return Optional.empty();
    }
    MailboxId id = now.getOrDefault(new MailboxId(parent), new MailboxId(parent));
    return Optional.of(id).filter(one -> mail.draft().get(MailKeys.mailbox(one)).isPresent());
  }

  /**
   * Makes one again that was deleted; what its name, its place or its role is taken by meanwhile
   * stays what it is.
   *
   * @param was what it was
   * @param parent in which it lies now
   * @throws Refused TOO_MANY
   */
  private MailboxId restore(
      MailDraft mail, MailboxId id, MailboxRow was, Optional<MailboxId> parent) {
    MailboxTree tree = MailboxRows.tree(mail.draft());
    if (tree.all().size() >= Mailboxes.MAX_MAILBOXES) {
      throw new Refused(Problem.Kind.TOO_MANY, "mailbox.limit", "" + Mailboxes.MAX_MAILBOXES);
    }
    Set<String> taken =
        tree.all().stream()
            .filter(one -> one.parent().equals(parent))
            .map(Mailbox::name)
            .collect(Collectors.toSet());
    String name = was.getName();
    for (int i = 2; taken.contains(name); i++) {
      name = was.getName() + " " + i;
    }
    Mailbox.Role role = MailboxRows.role(was.getRole());
    Mailbox.Role free = tree.find(role).isEmpty() ? role : Mailbox.Role.NONE;
    MailboxId made = mailboxes.add(mail, name, parent, free, was.getSubscribed());
    MailboxRow row = mail.mailbox(made);
    if (was.hasSortOrder()) {
      row = row.toBuilder().setSortOrder(was.getSortOrder()).build();
      mail.draft().put(MailKeys.mailbox(made), Row.write(row));
    }
    var change = MailboxChangeRow.newBuilder().setEvent(MailboxEvent.CHANGED).setBefore(row);
    mail.logMailbox(made, change.setAfter(row).setRestored(id.value()));
    return made;
  }

  /** What was changed again since stays; so does what cannot be any more, such as a taken name. */
  private static boolean putBack(MailDraft mail, MailboxId id, MailboxChangeRow was) {
    if (mail.draft().get(MailKeys.mailbox(id)).isEmpty() || !was.hasAfter()) {
      return false;
    }
    MailboxRow row = mail.mailbox(id);
    MailboxRow before = was.getBefore();
    MailboxRow after = was.getAfter();
    MailboxRow.Builder back = row.toBuilder();
    if (row.getName().equals(after.getName()) && row.getParent() == after.getParent()) {
      back.setName(before.getName()).setParent(before.getParent());
    }
    if (row.getRole() == after.getRole()) {
      back.setRole(before.getRole());
    }
    if (row.getSubscribed() == after.getSubscribed()) {
      back.setSubscribed(before.getSubscribed());
    }
    if (row.getSortOrder() == after.getSortOrder()) {
      if (before.hasSortOrder()) {
        back.setSortOrder(before.getSortOrder());
      } else {
        back.clearSortOrder();
      }
    }
    if (back.build().equals(row) || !mayBe(mail, id, back)) {
      return false;
    }
    mail.putMailbox(id, back.build(), MailboxEvent.CHANGED, row);
    return true;
  }

  /** Whether a mailbox may be that: its name and role free, its place there and not inside it. */
  private static boolean mayBe(MailDraft mail, MailboxId id, MailboxRowOrBuilder row) {
    MailboxTree tree = MailboxRows.tree(mail.draft());
    Optional<MailboxId> parent =
        row.getParent() == 0 ? Optional.empty() : Optional.of(new MailboxId(row.getParent()));
    if (parent.isPresent() && Mailboxes.isInside(tree, parent.get(), id)) {
      return false;
    }
    var wanted =
        new Mailboxes.Wanted(
            row.getName(),
            parent,
            MailboxRows.role(row.getRole()),
            row.getSubscribed(),
            OptionalLong.empty());
    try {
      MailboxPath at = Mailboxes.check(tree, tree.find(id), wanted);
      return at.levels() + Mailboxes.levelsBelow(tree, id) <= MailboxPath.MAX_DEPTH;
    } catch (Refused _) {
      return false;
    }
  }

  /** Removes what the deed had made, unless something is in it; those below others first. */
  List<MailboxId> remove(MailDraft mail, List<ChangeRow> changes) {
    List<MailboxId> gone = new ArrayList<>();
    for (ChangeRow change : changes.reversed()) {
      var id = new MailboxId(change.getMailbox());
      boolean made = change.getMailboxChange().getEvent() == MailboxEvent.CREATED;
      boolean there = mail.draft().get(MailKeys.mailbox(id)).isPresent();
      if (made && there && rights.apply(id).has(Right.DELETE) && isRemoved(mail, id)) {
        gone.add(id);
      }
    }
    return gone;
  }

  private boolean isRemoved(MailDraft mail, MailboxId id) {
    try {
      return mailboxes.deleteEmpty(mail, id);
    } catch (Refused _) {
      return false; // others lie in it by now
    }
  }
}
