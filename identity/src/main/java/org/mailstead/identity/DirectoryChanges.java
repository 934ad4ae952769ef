package org.mailstead.identity;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.mailstead.identity.DirectoryRows.Place;
import org.mailstead.identity.rows.AccountRow;
import org.mailstead.identity.rows.AddressRow;
import org.mailstead.identity.rows.CounterRow;
import org.mailstead.identity.rows.DomainRow;
import org.mailstead.identity.rows.GroupRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * Makes and removes domains, accounts, aliases and groups. An address and its account lie in
 * different shards, so nothing is atomic across them: the address is claimed, the account made, the
 * claim activated. A claim whose account never came to be, or is gone, is taken over by the next
 * claimant; one whose account is there lacks its activation only, and gets it from him.
 */
public final class DirectoryChanges {
  private static final int MAX_GRACE_DAYS = 365;

  private final Directory directory;
  private final DirectoryRows rows;
  private final Accounts store;
  private final InstantSource clock;
  private final Function<TenantId, SecondFactorPolicy.Rule> secondFactor;

  /** One whose new domains offer a second factor. */
  public DirectoryChanges(Directory directory, InstantSource clock) {
    this(directory, _ -> SecondFactorPolicy.Rule.OFFERED, clock);
  }

  /**
   * @param secondFactor what a tenant's new domains ask of their people
   */
  public DirectoryChanges(
      Directory directory,
      Function<TenantId, SecondFactorPolicy.Rule> secondFactor,
      InstantSource clock) {
    this.secondFactor = secondFactor;
    this.directory = directory;
    this.rows = directory.rows();
    this.store = directory.store();
    this.clock = clock;
  }

  public Domain addDomain(String text, TenantId tenant) {
    String name =
        EmailAddress.domain(text)
            .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "domain.name", text));
    Place place = rows.domain(name);
    store.update(
        place.partition(),
        draft -> {
          if (draft.get(place.key()).isPresent()) {
            throw new Refused(Problem.Kind.EXISTS, "domain.exists", name);
          }
          var row =
              DomainRow.newBuilder()
                  .setName(name)
                  .setTenant(tenant.value())
                  .setSecondFactor(stored(secondFactor.apply(tenant)))
                  .setSecondFactorSinceMs(clock.millis())
                  .setCreatedMs(clock.millis());
          draft.put(place.key(), Row.write(row.build()));
        });
    return directory.domain(name).orElseThrow();
  }

  /** Refused while accounts or groups still have addresses there. */
  public void removeDomain(String text) {
    String name = EmailAddress.domain(text).orElse(text);
    if (rows.anyAddress(row -> isAt(row, name))) {
      throw new Refused(Problem.Kind.BUSY, "domain.used", name);
    }
    Place place = rows.domain(name);
    store.update(
        place.partition(),
        draft -> {
          if (draft.get(place.key()).isEmpty()) {
            throw new Refused(Problem.Kind.NOT_FOUND, "domain.missing", name);
          }
          draft.delete(place.key());
          draft.delete(rows.signingKeys(name).key());
          draft.delete(rows.settings(name).key());
          draft.delete(rows.domainSignIn(name).key());
        });
  }

  private boolean isAt(AddressRow row, String domain) {
    return EmailAddress.parse(row.getAddress()).filter(a -> a.domain().equals(domain)).isPresent()
        && (row.hasGroup() || holder(row).isPresent());
  }

  /** Gives mail for unknown addresses of a domain to one address of it; empty text ends that. */
  public void setCatchAll(String text, String address) {
    if (!address.isEmpty() && EmailAddress.parse(address).isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, "address.syntax", address);
    }
    changeDomain(text, row -> row.setCatchAll(address));
  }

  /**
   * Decides whether a domain's people need a second factor; their time to set it up begins now.
   *
   * @param graceDays 0 to 365
   */
  public void setSecondFactor(String text, SecondFactorPolicy.Rule rule, int graceDays) {
    if (graceDays < 0 || graceDays > MAX_GRACE_DAYS) {
      throw new Refused(Problem.Kind.INVALID, "domain.grace", Integer.toString(MAX_GRACE_DAYS));
    }
    changeDomain(
        text,
        row ->
            row.setSecondFactor(stored(rule))
                .setSecondFactorSinceMs(clock.millis())
                .setSecondFactorGraceDays(graceDays));
  }

  /**
   * Gives a domain to another tenant, as long as nobody has an address there: what people have is
   * kept under their tenant's keys.
   *
   * @throws Refused BUSY
   */
  public void setTenant(String text, TenantId tenant) {
    String name = EmailAddress.domain(text).orElse(text);
    if (rows.anyAddress(row -> isAt(row, name))) {
      throw new Refused(Problem.Kind.BUSY, "domain.used", name);
    }
    changeDomain(name, row -> row.setTenant(tenant.value()));
  }

  private static org.mailstead.identity.rows.SecondFactorPolicy stored(
      SecondFactorPolicy.Rule rule) {
    return switch (rule) {
      case OFFERED -> org.mailstead.identity.rows.SecondFactorPolicy.OFFERED;
      case OFF -> org.mailstead.identity.rows.SecondFactorPolicy.OFF;
      case REQUIRED -> org.mailstead.identity.rows.SecondFactorPolicy.REQUIRED;
    };
  }

  private void changeDomain(String text, UnaryOperator<DomainRow.Builder> change) {
    String name = EmailAddress.domain(text).orElse(text);
    Place place = rows.domain(name);
    store.update(
        place.partition(),
        draft -> {
          byte[] row =
              draft
                  .get(place.key())
                  .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "domain.missing", name));
          DomainRow.Builder changed = change.apply(DirectoryRows.domainRow(row).toBuilder());
          draft.put(place.key(), Row.write(changed.build()));
        });
  }

  /**
   * Makes an account without a password.
   *
   * @throws Refused EXISTS when the address is taken, NOT_LOCAL when the domain is not ours
   */
  public Account addAccount(EmailAddress address, String name) {
    Domain domain = ownDomain(address);
    AccountId id = nextId();
    claim(address, AddressRow.newBuilder().setAccount(id.value()).setPrimary(true));
    var account =
        AccountRow.newBuilder()
            .setId(id.value())
            .setTenant(domain.tenant().value())
            .setAddress(address.toString())
            .setName(name)
            .setCreatedMs(clock.millis())
            .build();
    Place place = DirectoryRows.account(id);
    store.update(place.partition(), draft -> draft.put(place.key(), Row.write(account)));
    if (!activate(address, id)) {
      store.update(place.partition(), draft -> draft.delete(place.key()));
      throw taken(address);
    }
    return directory.account(id).orElseThrow();
  }

  private Domain ownDomain(EmailAddress address) {
    return directory
        .domain(address.domain())
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_LOCAL, "domain.missing", address.domain()));
  }

  private AccountId nextId() {
    return store.change(
        DirectoryRows.FIRST_SHARD,
        draft -> {
          CounterRow.Builder next =
              draft
                  .get(DirectoryRows.COUNTER)
                  .map(row -> Row.read(row, CounterRow.parser()).toBuilder())
                  .orElseGet(() -> CounterRow.newBuilder().setAllScramKeys(true));
          draft.put(DirectoryRows.COUNTER, Row.write(next.setLast(next.getLast() + 1).build()));
          return new AccountId(next.getLast());
        });
  }

  private void claim(EmailAddress address, AddressRow.Builder claim) {
    AddressRow row = claim.setAddress(address.toString()).setActive(false).build();
    Place place = rows.address(address);
    boolean taken =
        store.change(
            place.partition(),
            draft -> {
              Optional<AddressRow> known = draft.get(place.key()).map(DirectoryRows::addressRow);
              if (known.isPresent() && isTaken(known.get(), address)) {
                AddressRow active = known.get().toBuilder().setActive(true).build();
                draft.put(place.key(), Row.write(active));
                return true;
              }
              draft.put(place.key(), Row.write(row));
              return false;
            });
    if (taken) {
      throw taken(address);
    }
  }

  private static Refused taken(EmailAddress address) {
    return new Refused(Problem.Kind.EXISTS, "address.exists", address.toString());
  }

  /** Whether an address has an owner who is there, though it may not be active yet. */
  private boolean isTaken(AddressRow row, EmailAddress address) {
    return row.hasGroup() || holder(row).filter(account -> has(account, address)).isPresent();
  }

  /** Also one that is being removed: until it has given an address up, nobody else gets it. */
  private Optional<Account> holder(AddressRow row) {
    return row.hasAccount()
        ? rows.findAccount(new AccountId(row.getAccount())).map(Directory::account)
        : Optional.empty();
  }

  private static boolean has(Account account, EmailAddress address) {
    return same(account.address(), address)
        || account.aliases().stream().anyMatch(alias -> same(alias, address));
  }

  /** False when somebody else took the claim over meanwhile. */
  private boolean activate(EmailAddress address, AccountId id) {
    Place place = rows.address(address);
    return store.change(
        place.partition(),
        draft -> {
          Optional<AddressRow> own =
              draft
                  .get(place.key())
                  .map(DirectoryRows::addressRow)
                  .filter(row -> row.getAccount() == id.value());
          own.ifPresent(
              row -> draft.put(place.key(), Row.write(row.toBuilder().setActive(true).build())));
          return own.isPresent();
        });
  }

  private static Refused missing(EmailAddress address) {
    return new Refused(Problem.Kind.NOT_FOUND, "address.missing", address.toString());
  }

  /** Changes what may change of an account: name, quota, language, whether it may be used. */
  public Account changeAccount(AccountId id, UnaryOperator<Account> change) {
    Place place = DirectoryRows.account(id);
    store.update(
        place.partition(),
        draft -> {
          AccountRow row =
              draft
                  .get(place.key())
                  .map(DirectoryRows::accountRow)
                  .filter(known -> !known.getRemoving())
                  .orElseThrow(
                      () -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", id.toString()));
          Account changed = change.apply(Directory.account(row));
          var next =
              row.toBuilder()
                  .setName(changed.name())
                  .setQuotaBytes(changed.allowance().octets())
                  .setLanguage(changed.language())
                  .setDisabled(changed.disabled())
                  .setBarred(changed.barred())
                  .clearAliases()
                  .addAllAliases(changed.aliases().stream().map(EmailAddress::toString).toList());
          setMessages(next, changed.allowance().messages());
          draft.put(place.key(), Row.write(next.build()));
        });
    return directory.account(id).orElseThrow();
  }

  /** Only what was set is written, so that a later release may have another default. */
  private static void setMessages(AccountRow.Builder row, long limit) {
    if (row.hasQuotaMessages() || limit != Allowance.DEFAULT.messages()) {
      row.setQuotaMessages(limit);
    }
  }

  /** Gives an address up, unless it is somebody else's by now. */
  void removeAddress(EmailAddress address, AccountId of) {
    Place place = rows.address(address);
    store.update(
        place.partition(),
        draft ->
            draft
                .get(place.key())
                .map(DirectoryRows::addressRow)
                .filter(row -> row.hasAccount() && row.getAccount() == of.value())
                .ifPresent(_ -> draft.delete(place.key())));
  }

  public void addAlias(AccountId account, EmailAddress alias) {
    ownDomain(alias);
    claim(alias, AddressRow.newBuilder().setAccount(account.value()));
    changeAccount(account, known -> known.withAliases(plus(known.aliases(), alias)));
    if (!activate(alias, account)) {
      changeAccount(account, known -> known.withAliases(without(known.aliases(), alias)));
      throw taken(alias);
    }
  }

  public void removeAlias(AccountId account, EmailAddress alias) {
    Account known = directory.account(account).orElseThrow(() -> missing(alias));
    if (known.aliases().stream().noneMatch(a -> same(a, alias))) {
      throw missing(alias);
    }
    removeAddress(alias, account);
    changeAccount(account, now -> now.withAliases(without(now.aliases(), alias)));
  }

  private static boolean same(EmailAddress one, EmailAddress other) {
    return one.canonical().equals(other.canonical());
  }

  private static List<EmailAddress> plus(List<EmailAddress> aliases, EmailAddress alias) {
    return java.util.stream.Stream.concat(aliases.stream(), java.util.stream.Stream.of(alias))
        .distinct()
        .toList();
  }

  private static List<EmailAddress> without(List<EmailAddress> aliases, EmailAddress alias) {
    return aliases.stream().filter(a -> !same(a, alias)).toList();
  }

  /**
   * Makes an address that delivers to others, or gives an existing group new members.
   *
   * @throws Refused EXISTS for an address of another use; REFUSED for a group that a directory
   *     tells of
   */
  public void setGroup(EmailAddress address, List<EmailAddress> members) {
    setGroup(new Group(address, texts(members), false));
  }

  /**
   * Takes over a group that the domain's directory tells of.
   *
   * @throws Refused EXISTS for an address of another use, a group made here too
   */
  public void setToldGroup(EmailAddress address, List<EmailAddress> members) {
    setGroup(new Group(address, texts(members), true));
  }

  private static List<String> texts(List<EmailAddress> members) {
    return members.stream().map(EmailAddress::toString).toList();
  }

  private void setGroup(Group group) {
    EmailAddress address = group.address();
    ownDomain(address);
    Place place = rows.address(address);
    store.update(
        place.partition(),
        draft -> {
          Optional<AddressRow> there = draft.get(place.key()).map(DirectoryRows::addressRow);
          if (there.filter(row -> !row.hasGroup() && isTaken(row, address)).isPresent()) {
            throw new Refused(Problem.Kind.EXISTS, "address.exists", address.toString());
          }
          there.filter(AddressRow::hasGroup).ifPresent(row -> need(row, address, group.told()));
          draft.put(place.key(), Row.write(row(group)));
        });
  }

  private static AddressRow row(Group group) {
    return AddressRow.newBuilder()
        .setAddress(group.address().toString())
        .setGroup(
            GroupRow.newBuilder().addAllMembers(group.members()).setTold(group.told()).build())
        .setActive(true)
        .build();
  }

  private static void need(AddressRow row, EmailAddress address, boolean told) {
    if (row.getGroup().getTold() && !told) {
      throw new Refused(Problem.Kind.REFUSED, "group.told", address.toString());
    }
    if (!row.getGroup().getTold() && told) {
      throw new Refused(Problem.Kind.EXISTS, "address.exists", address.toString());
    }
  }

  /**
   * Removes a group that was made here.
   *
   * @throws Refused NOT_FOUND; REFUSED for one that a directory tells of
   */
  public void removeGroup(EmailAddress address) {
    removeGroup(address, false);
  }

  /** Removes a group of which the directory tells no more. */
  public void removeToldGroup(EmailAddress address) {
    removeGroup(address, true);
  }

  private void removeGroup(EmailAddress address, boolean told) {
    need(
        rows.findAddress(address).filter(AddressRow::hasGroup).orElseThrow(() -> missing(address)),
        address,
        told);
    Place place = rows.address(address);
    store.update(place.partition(), draft -> draft.delete(place.key()));
  }

  /** A directory tells of the group no more, and it stays as it is: it is ours from now on. */
  public void keepGroup(Group group) {
    Place place = rows.address(group.address());
    store.update(
        place.partition(),
        draft ->
            draft.put(
                place.key(), Row.write(row(new Group(group.address(), group.members(), false)))));
  }
}
