package org.mailstead.post;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.MailboxChangeRow;
import org.mailstead.post.rows.MailboxEvent;
import org.mailstead.post.rows.MailboxRow;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.post.rows.OldSubscriptionChangeRow;
import org.mailstead.post.rows.OldSubscriptionRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Makes, renames and removes mailboxes, and tells what there is. */
public final class Mailboxes {
  static final int MAX_MAILBOXES = 10_000;

  /** Log entries that are looked through before a tree is rather read anew. */
  private static final int MAX_ENTRIES = 100;

  /** Notes on a mailbox that one commit removes. */
  private static final int NOTES = 300;

  /** What a new account finds. */
  private static final Map<Mailbox.Role, String> PROVIDED =
      Map.of(
          Mailbox.Role.INBOX, MailboxTree.INBOX,
          Mailbox.Role.DRAFTS, "Drafts",
          Mailbox.Role.SENT, "Sent",
          Mailbox.Role.JUNK, "Junk",
          Mailbox.Role.TRASH, "Trash",
          Mailbox.Role.ARCHIVE, "Archive");

  private static final System.Logger LOG = System.getLogger(Mailboxes.class.getName());

  private final Accounts store;
  private final Intents intents;
  private final Messages messages;
  private final Annotations annotations;
  private final InstantSource clock;
  private final Trees trees = new Trees();

  Mailboxes(
      Accounts store,
      Intents intents,
      Messages messages,
      Annotations annotations,
      InstantSource clock) {
    this.store = store;
    this.intents = intents;
    this.messages = messages;
    this.annotations = annotations;
    this.clock = clock;
  }

  /** Makes the mailboxes that every account has; nothing happens when they are there. */
  public void provide(AccountId account) {
    boolean there =
        store
            .read(MailKeys.partition(account))
            .get(MailKeys.account())
            .filter(row -> Row.read(row, AccountRow.parser()).getNextMailbox() > 1)
            .isPresent();
    if (!there) {
      MailboxId made = intents.change(account, this::inbox);
      LOG.log(DEBUG, "made the mailboxes of account={0}, inbox={1}", account, made);
    }
  }

  /** The account's INBOX, which is made with the others when there is none yet. */
  MailboxId inbox(MailDraft mail) {
    if (mail.account().getNextMailbox() <= 1) {
      provide(mail);
    }
    if (mail.account().getInbox() == 0) {
      mail.account().setInbox(MailboxRows.tree(mail.draft()).inbox().id().value());
    }
    return new MailboxId(mail.account().getInbox());
  }

  /** The account's mailbox for junk; empty when its user has removed it. */
  Optional<MailboxId> junk(MailDraft mail) {
    inbox(mail); // makes all of them where there is none yet
    return MailboxRows.tree(mail.draft()).find(Mailbox.Role.JUNK).map(Mailbox::id);
  }

  /** Where mail is kept that nobody wants to see first; INBOX when its user has removed that. */
  MailboxId archive(MailDraft mail) {
    MailboxId inbox = inbox(mail);
    return MailboxRows.tree(mail.draft()).find(Mailbox.Role.ARCHIVE).map(Mailbox::id).orElse(inbox);
  }

  private void provide(MailDraft mail) {
    // Starting at the time keeps apart what clients remember of another server.
    mail.account().setNextUidValidity(Math.max(1, clock.millis() / 1000));
    for (Mailbox.Role role : Mailbox.Role.values()) {
      String name = PROVIDED.get(role);
      if (name != null) {
        add(mail, name, Optional.empty(), role, true);
      }
    }
  }

  MailboxId add(
      MailDraft mail,
      String name,
      Optional<MailboxId> parent,
      Mailbox.Role role,
      boolean subscribed) {
    Quota.checkMailbox(mail);
    var account = mail.account();
    var id = new MailboxId(account.getNextMailbox());
    long uidValidity = account.getNextUidValidity();
    account.setNextMailbox(id.value() + 1).setNextUidValidity(uidValidity + 1);
    MailboxRow row =
        MailboxRow.newBuilder()
            .setName(name)
            .setParent(parent.map(MailboxId::value).orElse(0L))
            .setRole(MailboxRows.row(role))
            .setUidValidity(uidValidity)
            .setSubscribed(subscribed)
            .setCreatedMs(clock.millis())
            .build();
    if (role == Mailbox.Role.INBOX) {
      account.setInbox(id.value());
    }
    mail.newState(id);
    parent.ifPresent(above -> Acls.inherit(mail, above, id));
    mail.putMailbox(id, row, MailboxEvent.CREATED, MailboxRow.getDefaultInstance());
    return id;
  }

  /** All mailboxes as they are now. */
  public MailboxTree tree(AccountId account) {
    var partition = MailKeys.partition(account);
    long version = store.head(partition).version();
    return trees
        .at(account, version, known -> isSame(partition, known))
        .orElseGet(() -> {
          // What is read may be newer than the version; then the log tells it once more.
          MailboxTree read = MailboxRows.tree(store.read(partition), version);
          trees.keep(account, read);
          return read;
        });
  }

  /** Whether what happened since a tree was read left it as it is: messages came and went. */
  private boolean isSame(Partition partition, MailboxTree known) {
    return switch (store.changes(partition, known.version(), MAX_ENTRIES)) {
      case Since.Forgotten _ -> false;
      case Since.Entries(var entries, _, boolean more) ->
          !more
              && entries.stream()
                  .flatMap(entry -> Views.log(entry).getChangesList().stream())
                  .noneMatch(Mailboxes::changesTree);
    };
  }

  private static boolean changesTree(ChangeRow change) {
    return switch (change.getWhatCase()) {
      case MAILBOX_CHANGE, OLD_SUBSCRIPTION_CHANGE, WHAT_NOT_SET -> true;
      case ADDED, ADDED_RANGE, FLAGGED, REMOVED, EMAIL_CHANGE, ANNOTATION_CHANGE, ACL_CHANGE ->
          false;
    };
  }

  /**
   * What is counted in a mailbox.
   *
   * @throws Refused NOT_FOUND when it is not there
   */
  public MailboxState state(AccountId account, MailboxId id) {
    intents.finishAny(account, id);
    var partition = MailKeys.partition(account);
    int epoch = store.head(partition).epoch();
    MailboxStateRow row =
        store
            .read(partition)
            .get(MailKeys.state(id))
            .map(bytes -> Row.read(bytes, MailboxStateRow.parser()))
            .orElseThrow(() -> missing(id.toString()));
    MailboxStateRow now = MailDraft.current(row, epoch).build();
    return new MailboxState(
        now.getUidNext(),
        now.getMessages(),
        now.getUnseen(),
        now.getDeleted(),
        now.getBytes(),
        now.getHighestModseq());
  }

  /** Frees what is kept in memory of an account that is gone. */
  void forget(AccountId account) {
    trees.drop(account);
  }

  private static Refused missing(String path) {
    return new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", path);
  }

  /**
   * Makes a mailbox, and the ones above it that are missing.
   *
   * @throws Refused EXISTS, INVALID for a bad name, TOO_MANY
   */
  public MailboxId create(AccountId account, String path, Mailbox.Role role) {
    MailboxPath at = MailboxPath.of(path);
    return intents.change(
        account,
        mail -> {
          MailboxTree tree = MailboxRows.tree(mail.draft());
          if (tree.find(at.text()).isPresent()) {
            throw new Refused(Problem.Kind.EXISTS, "mailbox.exists", path);
          }
          if (role != Mailbox.Role.NONE && tree.find(role).isPresent()) {
            throw new Refused(Problem.Kind.EXISTS, "mailbox.role", role.name());
          }
          if (tree.all().size() + at.levels() > MAX_MAILBOXES) {
            throw new Refused(Problem.Kind.TOO_MANY, "mailbox.limit", "" + MAX_MAILBOXES);
          }
          return createAll(mail, tree, at, role);
        });
  }

  private MailboxId createAll(MailDraft mail, MailboxTree tree, MailboxPath at, Mailbox.Role role) {
    Optional<MailboxId> parent = Optional.empty();
    for (int i = 1; i <= at.levels(); i++) {
      MailboxPath step = at.upTo(i);
      boolean last = i == at.levels();
      Optional<MailboxId> known = tree.find(step.text()).map(Mailbox::id);
      Optional<MailboxId> above = parent;
      parent =
          known.isPresent()
              ? known
              : Optional.of(
                  add(
                      mail,
                      step.last(),
                      above,
                      last ? role : Mailbox.Role.NONE,
                      takeOldSubscription(mail, step.text())));
    }
    return parent.orElseThrow();
  }

  private static boolean takeOldSubscription(MailDraft mail, String path) {
    var key = MailKeys.oldSubscription(Threads.hash(path));
    boolean was = mail.draft().get(key).isPresent();
    if (was) {
      mail.draft().delete(key);
      var change = OldSubscriptionChangeRow.newBuilder().setPath(path);
      mail.log(ChangeRow.newBuilder().setOldSubscriptionChange(change));
    }
    return was;
  }

  /**
   * Renames or moves a mailbox with what lies in it. Renaming INBOX moves its messages to a new
   * mailbox instead (RFC 9051 section 6.3.6).
   */
  public void rename(AccountId account, MailboxId id, String path) {
    Mailbox mailbox = tree(account).find(id).orElseThrow(() -> missing(id.toString()));
    if (mailbox.role() == Mailbox.Role.INBOX) {
      MailboxId to = create(account, path, Mailbox.Role.NONE);
      annotations.copy(account, id, to);
      messages.move(account, id, uids(account, id), to);
      return;
    }
    MailboxPath at = MailboxPath.of(path);
    intents.change(
        account,
        mail -> {
          MailboxTree tree = MailboxRows.tree(mail.draft());
          if (tree.find(at.text()).isPresent()) {
            throw new Refused(Problem.Kind.EXISTS, "mailbox.exists", path);
          }
          Optional<MailboxId> parent =
              at.above()
                  .map(above ->
                      tree.find(above.text())
                          .map(Mailbox::id)
                          .orElseGet(() -> createAll(mail, tree, above, Mailbox.Role.NONE)));
          // Seen with what was just made above: that may lie inside the mailbox itself.
          if (parent.isPresent() && isInside(MailboxRows.tree(mail.draft()), parent.get(), id)) {
            throw new Refused(Problem.Kind.INVALID, "mailbox.inside-itself", path);
          }
          if (at.levels() + levelsBelow(tree, id) > MailboxPath.MAX_DEPTH) {
            throw new Refused(Problem.Kind.INVALID, "mailbox.depth", path);
          }
          MailboxRow before = mail.mailbox(id);
          MailboxRow row =
              before.toBuilder()
                  .setName(at.last())
                  .setParent(parent.map(MailboxId::value).orElse(0L))
                  .build();
          mail.putMailbox(id, row, MailboxEvent.CHANGED, before);
          return true;
        });
  }

  /**
   * What a mailbox is to be.
   *
   * @param parent empty at the top
   * @param sortOrder empty to leave it to the role
   */
  public record Wanted(
      String name,
      Optional<MailboxId> parent,
      Mailbox.Role role,
      boolean subscribed,
      OptionalLong sortOrder) {}

  /**
   * Makes a mailbox in another one.
   *
   * @throws Refused EXISTS for a name or role that is there, INVALID for a bad name, NOT_FOUND for
   *     the parent, TOO_MANY
   */
  public MailboxId create(AccountId account, Wanted wanted) {
    return create(account, wanted, Deed.NONE);
  }

  /**
   * @param deed what it belongs to ({@link Deed})
   */
  public MailboxId create(AccountId account, Wanted wanted, long deed) {
    return intents.change(
        account,
        mail -> {
          mail.deed(deed);
          MailboxTree tree = MailboxRows.tree(mail.draft());
          if (tree.all().size() >= MAX_MAILBOXES) {
            throw new Refused(Problem.Kind.TOO_MANY, "mailbox.limit", "" + MAX_MAILBOXES);
          }
          MailboxPath at = check(tree, Optional.empty(), wanted);
          MailboxId id = add(mail, at.last(), wanted.parent(), wanted.role(), wanted.subscribed());
          wanted
              .sortOrder()
              .ifPresent(order -> {
                MailboxRow made = mail.mailbox(id);
                MailboxRow row = made.toBuilder().setSortOrder((int) order).build();
                mail.draft().put(MailKeys.mailbox(id), Row.write(row));
              });
          return id;
        });
  }

  /**
   * Changes what a mailbox is.
   *
   * @throws Refused as {@link #create}, NOT_PERMITTED to move or rename INBOX or to change its
   *     role, INVALID to put it inside itself
   */
  public void update(AccountId account, MailboxId id, Wanted wanted) {
    update(account, id, wanted, Deed.NONE);
  }

  /**
   * @param deed what it belongs to ({@link Deed})
   */
  public void update(AccountId account, MailboxId id, Wanted wanted, long deed) {
    intents.change(
        account,
        mail -> {
          mail.deed(deed);
          MailboxTree tree = MailboxRows.tree(mail.draft());
          Mailbox now = tree.find(id).orElseThrow(() -> missing(id.toString()));
          boolean moves =
              !now.name().equals(wanted.name()) || !now.parent().equals(wanted.parent());
          if (now.role() == Mailbox.Role.INBOX && (moves || wanted.role() != Mailbox.Role.INBOX)) {
            throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.inbox");
          }
          if (wanted.parent().isPresent() && isInside(tree, wanted.parent().get(), id)) {
            throw new Refused(Problem.Kind.INVALID, "mailbox.inside-itself");
          }
          MailboxPath at = check(tree, Optional.of(now), wanted);
          if (at.levels() + levelsBelow(tree, id) > MailboxPath.MAX_DEPTH) {
            throw new Refused(Problem.Kind.INVALID, "mailbox.depth", at.text());
          }
          MailboxRow before = mail.mailbox(id);
          MailboxRow.Builder row =
              before.toBuilder()
                  .setName(at.last())
                  .setParent(wanted.parent().map(MailboxId::value).orElse(0L))
                  .setRole(MailboxRows.row(wanted.role()))
                  .setSubscribed(wanted.subscribed());
          wanted.sortOrder().ifPresent(order -> row.setSortOrder((int) order));
          if (!row.build().equals(before)) {
            mail.putMailbox(id, row.build(), MailboxEvent.CHANGED, before);
          }
          return true;
        });
  }

  /** Where it will lie. */
  static MailboxPath check(MailboxTree tree, Optional<Mailbox> now, Wanted wanted) {
    if (wanted.name().indexOf(MailboxTree.SEPARATOR) >= 0) {
      throw new Refused(Problem.Kind.INVALID, "mailbox.name", wanted.name());
    }
    Optional<Mailbox> parent =
        wanted.parent().map(id -> tree.find(id).orElseThrow(() -> missing(id.toString())));
    String above = parent.map(box -> tree.path(box) + MailboxTree.SEPARATOR).orElse("");
    MailboxPath at = MailboxPath.of(above + wanted.name());
    Optional<Mailbox> there = tree.find(at.text());
    if (there.isPresent() && !there.map(Mailbox::id).equals(now.map(Mailbox::id))) {
      throw new Refused(Problem.Kind.EXISTS, "mailbox.exists", at.text());
    }
    Optional<Mailbox> sameRole =
        wanted.role() == Mailbox.Role.NONE ? Optional.empty() : tree.find(wanted.role());
    if (sameRole.isPresent() && !sameRole.map(Mailbox::id).equals(now.map(Mailbox::id))) {
      throw new Refused(Problem.Kind.EXISTS, "mailbox.role", wanted.role().name());
    }
    return at;
  }

  static boolean isInside(MailboxTree tree, MailboxId id, MailboxId outer) {
    Optional<Mailbox> at = tree.find(id);
    while (at.isPresent()) {
      if (at.get().id().equals(outer)) {
        return true;
      }
      at = at.get().parent().flatMap(tree::find);
    }
    return false;
  }

  static int levelsBelow(MailboxTree tree, MailboxId id) {
    return tree.children(id).stream()
        .mapToInt(child -> 1 + levelsBelow(tree, child.id()))
        .max()
        .orElse(0);
  }

  private List<Integer> uids(AccountId account, MailboxId id) {
    List<Integer> uids = new ArrayList<>();
    store
        .read(MailKeys.partition(account))
        .each(MailKeys.members(id), entry -> uids.add((int) entry.key().suffixLong(0)));
    return uids;
  }

  /**
   * Removes a mailbox and its messages.
   *
   * @throws Refused NOT_PERMITTED for INBOX, BUSY while other mailboxes lie in it
   */
  public void delete(AccountId account, MailboxId id) {
    delete(account, id, Deed.NONE);
  }

  /**
   * @param deed what it belongs to ({@link Deed})
   */
  public void delete(AccountId account, MailboxId id, long deed) {
    intents.change(account, mail -> checkDeletable(mail, id));
    while (true) {
      // Many commits empty it; the last one finds it empty, or somebody has delivered meanwhile.
      messages.expunge(account, id, uids(account, id), false, deed);
      boolean gone =
          intents.change(
              account,
              mail -> {
                mail.deed(deed);
                return deleteEmpty(mail, id);
              });
      if (gone) {
        return;
      }
    }
  }

  private static Mailbox checkDeletable(MailDraft mail, MailboxId id) {
    MailboxTree tree = MailboxRows.tree(mail.draft());
    Mailbox mailbox = tree.find(id).orElseThrow(() -> missing(id.toString()));
    if (mailbox.role() == Mailbox.Role.INBOX) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.inbox");
    }
    if (!tree.children(id).isEmpty()) {
      throw new Refused(Problem.Kind.BUSY, "mailbox.children", tree.path(mailbox));
    }
    return mailbox;
  }

  /**
   * Removes one in which nothing is.
   *
   * @return false when something is
   * @throws Refused as {@link #delete}
   */
  boolean deleteEmpty(MailDraft mail, MailboxId id) {
    Mailbox mailbox = checkDeletable(mail, id);
    mail.draft().useReserve();
    if (mail.state(id).getMessages() > 0 || !Annotations.clear(mail, id, NOTES)) {
      return false;
    }
    MailboxTree tree = MailboxRows.tree(mail.draft());
    // Making and removing subscribed mailboxes over and over must not fill the account.
    if (mailbox.subscribed() && tree.oldSubscriptions().size() < MAX_MAILBOXES) {
      String path = tree.path(mailbox);
      var row = OldSubscriptionRow.newBuilder().setPath(path).build();
      mail.draft().put(MailKeys.oldSubscription(Threads.hash(path)), Row.write(row));
    }
    mail.logMailbox(
        id,
        MailboxChangeRow.newBuilder().setEvent(MailboxEvent.DELETED).setBefore(mail.mailbox(id)));
    mail.dropState(id);
    mail.draft().delete(MailKeys.acl(id));
    mail.draft().delete(MailKeys.mailbox(id));
    if (mail.draft().get(MailKeys.urlKey(id)).isPresent()) {
      mail.draft().delete(MailKeys.urlKey(id));
    }
    return true;
  }

  /** Subscribes to a mailbox or ends that; a path without mailbox can only be ended. */
  public void subscribe(AccountId account, String path, boolean subscribed) {
    intents.change(
        account,
        mail -> {
          MailboxTree tree = MailboxRows.tree(mail.draft());
          Optional<Mailbox> found = tree.find(path);
          if (found.isEmpty()) {
            String old = MailboxTree.canonical(path);
            if (subscribed || !takeOldSubscription(mail, old)) {
              throw missing(path);
            }
            return true;
          }
          MailboxId id = found.get().id();
          MailboxRow before = mail.mailbox(id);
          if (before.getSubscribed() != subscribed) {
            MailboxRow row = before.toBuilder().setSubscribed(subscribed).build();
            mail.putMailbox(id, row, MailboxEvent.CHANGED, before);
          }
          return true;
        });
  }
}
