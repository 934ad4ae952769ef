package org.mailstead.post;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AclRow;
import org.mailstead.post.rows.MailboxRow;
import org.mailstead.post.rows.SharedByRow;
import org.mailstead.post.rows.SharedSubscriptionRow;
import org.mailstead.post.rows.UnsettledRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * Mailboxes shared with other accounts of the tenant. The ACLs in the owner's partition decide, and
 * are asked each time. So that a member finds his owners without looking at all accounts, a row in
 * his own partition (for anyone: in the tenant's) names each of them. It is written after the ACL
 * and may be missing after a crash: a row beside the ACL, of the same commit, says that it is still
 * to be looked at, and the owner's next sign-in or change or the next start does so.
 */
public final class Sharing {
  /** Owners that one account is shown. */
  private static final int MAX_SHARERS = 1_000;

  private static final int MAX_SUBSCRIPTIONS = 10_000;

  private static final System.Logger LOG = System.getLogger(Sharing.class.getName());

  private final Accounts store;
  private final Intents intents;
  private final Directory directory;
  private final Delegations delegations;
  private final ShareNotices notices;

  Sharing(
      Accounts store,
      Intents intents,
      Directory directory,
      Delegations delegations,
      ShareNotices notices) {
    this.delegations = delegations;
    this.notices = notices;
    this.store = store;
    this.intents = intents;
    this.directory = directory;
  }

  private Rows rows(AccountId account) {
    return store.read(MailKeys.partition(account));
  }

  // ---- people

  /** The account of an address, as far as somebody may share with it. */
  public Optional<AccountId> account(AccountId viewer, EmailAddress address) {
    return directory
        .account(address)
        .map(Account::id)
        .filter(id -> !id.equals(viewer) && areTogether(viewer, id));
  }

  /** An account's address; empty when it is gone. */
  public Optional<String> address(AccountId account) {
    return directory.account(account).map(known -> known.address().toString());
  }

  /** Whether the two are of one tenant, and may share. */
  public boolean areTogether(AccountId one, AccountId other) {
    Optional<TenantId> tenant = directory.account(one).map(Account::tenant);
    return tenant.isPresent() && tenant.equals(directory.account(other).map(Account::tenant));
  }

  // ---- rights

  /** What an account may do with a mailbox now. Its owner may do all. */
  public Rights rights(AccountId viewer, AccountId owner, MailboxId mailbox) {
    if (viewer.equals(owner)) {
      return Rights.ALL;
    }
    AclRow acl = Acls.read(rows(owner), mailbox);
    return Acls.rights(acl, viewer, Acls.hasAnyone(acl) && areTogether(viewer, owner))
        .with(delegations.rights(viewer, owner));
  }

  /**
   * What an account may do where an owner's mailboxes stand: nothing, unless it is his delegate.
   */
  public Rights rightsAbove(AccountId viewer, AccountId owner) {
    return viewer.equals(owner) ? Rights.ALL : delegations.rights(viewer, owner);
  }

  /** The same for all mailboxes of an owner in which the account has a right. */
  public Map<MailboxId, Rights> rights(AccountId viewer, AccountId owner) {
    Map<MailboxId, Rights> found = new HashMap<>();
    boolean anyone = areTogether(viewer, owner);
    Rights everywhere = delegations.rights(viewer, owner);
    if (!everywhere.isEmpty()) {
      rows(owner)
          .each(
              MailKeys.mailboxes(),
              entry -> found.put(new MailboxId(entry.key().group()), everywhere));
    }
    rows(owner)
        .each(
            MailKeys.acls(),
            entry -> {
              Rights rights = Acls.rights(Acls.read(entry.value()), viewer, anyone);
              if (!rights.isEmpty()) {
                found.merge(new MailboxId(entry.key().group()), rights, Rights::with);
              }
            });
    return found;
  }

  /** Who may do what, besides the owner; accounts that are gone are left out. */
  public List<AclEntry> acl(AccountId owner, MailboxId mailbox) {
    return Acls.entries(Acls.read(rows(owner), mailbox)).stream()
        .filter(entry -> entry.who().isEmpty() || address(entry.who().get()).isPresent())
        .toList();
  }

  /** The same by the owner. */
  public void change(
      AccountId owner,
      MailboxId mailbox,
      Optional<AccountId> who,
      boolean negative,
      UnaryOperator<Rights> change) {
    change(owner, owner, mailbox, who, negative, change);
  }

  /**
   * Changes what one line of an ACL says. Whom it is about is told by a notice.
   *
   * @param by who does it
   * @param who empty for anyone: nobody is told
   * @throws Refused NOT_FOUND when the mailbox is gone, TOO_MANY
   */
  public void change(
      AccountId by,
      AccountId owner,
      MailboxId mailbox,
      Optional<AccountId> who,
      boolean negative,
      UnaryOperator<Rights> change) {
    Rights before = who.map(one -> rights(one, owner, mailbox)).orElse(Rights.NONE);
    long grantee = who.map(AccountId::value).orElse(Acls.ANYONE);
    intents.change(
        owner,
        mail -> {
          mail.mailbox(mailbox);
          Acls.change(mail, mailbox, grantee, negative, change);
          unsettle(mail, grantee);
          return true;
        });
    try {
      finish(owner);
    } catch (Refused e) {
      // It is granted; that the other one finds it waits for the next occasion.
      LOG.log(WARNING, "sharing account={0} is to be finished: {1}", owner, e.problem());
    }
    who.ifPresent(one -> tell(by, owner, mailbox, one, before));
  }

  private void tell(
      AccountId by, AccountId owner, MailboxId mailbox, AccountId who, Rights before) {
    Rights after = rights(who, owner, mailbox);
    if (after.equals(before) || who.equals(by)) {
      return;
    }
    try {
      notices.add(
          who, new ShareNotices.Notice(by, owner, mailbox, before, after, name(owner, mailbox)));
    } catch (Refused e) {
      // The rights are as they are said to be, whether he hears of it or not.
      LOG.log(WARNING, "account={0} is not told of what is shared: {1}", who, e.problem());
    }
  }

  private String name(AccountId owner, MailboxId mailbox) {
    return rows(owner)
        .get(MailKeys.mailbox(mailbox))
        .map(row -> Row.read(row, MailboxRow.parser()).getName())
        .orElse("");
  }

  /**
   * Those who share something that an account wants to see: it has subscribed to a mailbox of
   * theirs, or acts for them (RFC 9670 section 1.4).
   */
  public List<AccountId> shown(AccountId viewer) {
    List<SharedSubscription> wanted = subscriptions(viewer);
    return sharers(viewer).stream()
        .filter(owner ->
            wanted.stream().anyMatch(one -> one.owner().equals(owner))
                || !delegations.rights(viewer, owner).isEmpty())
        .toList();
  }

  /** In the change that gives or takes something: whom it is about is still to find it. */
  static void unsettle(MailDraft mail, long grantee) {
    var row = UnsettledRow.newBuilder().setVersion(mail.version()).build();
    mail.draft().put(MailKeys.unsettled(grantee), Row.write(row));
  }

  // ---- finding owners

  /** Who may share something with an account. */
  public List<AccountId> sharers(AccountId viewer) {
    List<AccountId> found = new ArrayList<>();
    collect(rows(viewer), viewer, found);
    collect(store.read(tenant(viewer)), viewer, found);
    return found;
  }

  private void collect(Rows rows, AccountId viewer, List<AccountId> found) {
    rows.scan(MailKeys.sharedBy(), false, MAX_SHARERS).stream()
        .map(entry -> new AccountId(entry.key().group()))
        .filter(owner -> !owner.equals(viewer) && !found.contains(owner))
        .filter(owner -> areTogether(viewer, owner))
        .forEach(found::add);
  }

  private Partition tenant(AccountId account) {
    Optional<TenantId> here = directory.account(account).map(Account::tenant);
    return MailKeys.partition(here.or(() -> leaving(account)).orElse(TenantId.FIRST));
  }

  private Optional<TenantId> leaving(AccountId account) {
    return directory.removing().stream()
        .filter(known -> known.id().equals(account))
        .map(Account::tenant)
        .findFirst();
  }

  /** Does what is left to do after changes of an account's ACLs; cheap when there is nothing. */
  public void finish(AccountId owner) {
    rows(owner)
        .scan(MailKeys.unsettled(), false, MAX_SHARERS)
        .forEach(entry -> settle(owner, entry.key().group()));
  }

  /** At a start: the same for all accounts. */
  public void finishAll() {
    directory.accounts().forEach(account -> finish(account.id()));
  }

  /**
   * Makes the row of a member say what the owner's ACLs say. Safe against others who do the same:
   * what is read of the ACLs is at least as new as the version, and a row that was written for a
   * newer one is left alone.
   */
  void settle(AccountId owner, long grantee) {
    long version = store.head(MailKeys.partition(owner)).version();
    var granted = new boolean[1];
    granted[0] =
        grantee != Acls.ANYONE
            && rows(owner).get(MailKeys.delegate(new AccountId(grantee))).isPresent();
    rows(owner)
        .each(
            MailKeys.acls(), entry -> granted[0] |= Acls.names(Acls.read(entry.value()), grantee));
    note(owner, grantee, draft -> settle(draft, MailKeys.sharedBy(owner), version, granted[0]));
    intents.change(
        owner,
        mail -> {
          mail.draft().useReserve();
          Key key = MailKeys.unsettled(grantee);
          mail.draft()
              .get(key)
              .map(row -> Row.read(row, UnsettledRow.parser()))
              .filter(row -> row.getVersion() <= version)
              .ifPresent(_ -> mail.draft().delete(key));
          return true;
        });
  }

  private void note(AccountId owner, long grantee, Function<Draft, Boolean> work) {
    if (grantee == Acls.ANYONE) {
      store.change(tenant(owner), work);
      return;
    }
    try {
      intents.change(new AccountId(grantee), mail -> work.apply(mail.draft()));
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e; // else he is gone, and nobody has to find anything
      }
    }
  }

  static boolean settle(Draft draft, Key key, long version, boolean granted) {
    draft.useReserve();
    Optional<Long> known =
        draft.get(key).map(row -> Row.read(row, SharedByRow.parser()).getVersion());
    if (granted && known.orElse(-1L) < version) {
      draft.put(key, Row.write(SharedByRow.newBuilder().setVersion(version).build()));
    } else if (!granted && known.isPresent() && known.get() <= version) {
      draft.delete(key);
    }
    return granted;
  }

  // ---- subscriptions

  public List<SharedSubscription> subscriptions(AccountId viewer) {
    List<SharedSubscription> found = new ArrayList<>();
    rows(viewer)
        .each(
            MailKeys.sharedSubscriptions(),
            entry ->
                found.add(
                    new SharedSubscription(
                        new AccountId(entry.key().group()),
                        new MailboxId(entry.key().suffixLong(0)),
                        Row.read(entry.value(), SharedSubscriptionRow.parser()).getPath())));
    return found;
  }

  public void subscribe(AccountId viewer, SharedSubscription to) {
    var row = SharedSubscriptionRow.newBuilder().setPath(to.path()).build();
    intents.change(
        viewer,
        mail -> {
          var range = MailKeys.sharedSubscriptions();
          if (mail.draft().scan(range, false, MAX_SUBSCRIPTIONS).size() == MAX_SUBSCRIPTIONS) {
            throw new Refused(Problem.Kind.TOO_MANY, "subscriptions.limit");
          }
          mail.draft().put(MailKeys.sharedSubscription(to.owner(), to.mailbox()), Row.write(row));
          return true;
        });
  }

  public void unsubscribe(AccountId viewer, SharedSubscription from) {
    intents.change(
        viewer,
        mail -> {
          mail.draft().delete(MailKeys.sharedSubscription(from.owner(), from.mailbox()));
          return true;
        });
  }

  // ---- the end of an account

  /**
   * Takes an account that is being removed out of the ACLs of others, and lets nobody look for what
   * it shared. May be done twice.
   */
  void forget(AccountId gone) {
    List<AccountId> owners = new ArrayList<>();
    rows(gone).each(MailKeys.sharedBy(), e -> owners.add(new AccountId(e.key().group())));
    owners.forEach(owner -> withdraw(owner, gone));
    List<Long> grantees = new ArrayList<>();
    rows(gone)
        .each(
            MailKeys.acls(),
            entry ->
                Acls.read(entry.value())
                    .getGrantsList()
                    .forEach(grant -> grantees.add(grant.getAccount())));
    rows(gone).each(MailKeys.delegates(), entry -> grantees.add(entry.key().group()));
    Key key = MailKeys.sharedBy(gone);
    grantees.stream()
        .distinct()
        .forEach(
            grantee -> note(gone, grantee, draft -> settle(draft, key, Long.MAX_VALUE, false)));
  }

  private void withdraw(AccountId owner, AccountId gone) {
    if (rows(owner).get(MailKeys.delegate(gone)).isPresent()) {
      dismiss(owner, gone);
    }
    List<MailboxId> mailboxes = new ArrayList<>();
    rows(owner).each(MailKeys.acls(), entry -> mailboxes.add(new MailboxId(entry.key().group())));
    for (MailboxId mailbox : mailboxes) {
      boolean named =
          Acls.entries(Acls.read(rows(owner), mailbox)).stream()
              .anyMatch(entry -> entry.who().equals(Optional.of(gone)));
      if (named) {
        withdraw(owner, mailbox, gone);
      }
    }
  }

  private void dismiss(AccountId owner, AccountId gone) {
    try {
      intents.change(
          owner,
          mail -> {
            mail.draft().useReserve();
            Delegations.write(mail, new Delegate(gone, Delegate.Access.NONE, false, false));
            return true;
          });
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e; // else the owner is gone too
      }
    }
  }

  private void withdraw(AccountId owner, MailboxId mailbox, AccountId gone) {
    try {
      intents.change(
          owner,
          mail -> {
            mail.draft().useReserve();
            Annotations.clear(mail, mailbox, gone);
            for (boolean negative : new boolean[] {true, false}) {
              Acls.change(mail, mailbox, gone.value(), negative, _ -> Rights.NONE);
            }
            return true;
          });
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e; // else the owner is gone too
      }
    }
  }
}
