package org.mailstead.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.mailstead.identity.rows.AccountRow;
import org.mailstead.identity.rows.AddressRow;
import org.mailstead.identity.rows.CounterRow;
import org.mailstead.identity.rows.DomainRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.KeyRange;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/** Looks up domains, addresses and accounts. {@link DirectoryChanges} writes them. */
public final class Directory {
  /** Groups inside groups are followed this far; also ends circles. */
  private static final int MAX_GROUP_DEPTH = 8;

  private static final int MAX_GROUP_MEMBERS = 10_000;

  /** What divides a name from its detail: {@code ada+news} is delivered to {@code ada}. */
  private static final char SEPARATOR = '+';

  /** The name to which reports of other servers go, where no user has it. */
  private static final String REPORTS = "reports";

  private final Accounts store;
  private final DirectoryRows rows;

  /**
   * @param nameKey this home's secret for hashing names, at least 16 bytes, never changed
   */
  public Directory(Accounts store, byte[] nameKey) {
    this.store = store;
    this.rows = new DirectoryRows(store, new NameHash(nameKey));
  }

  DirectoryRows rows() {
    return rows;
  }

  Accounts store() {
    return store;
  }

  /** Where what is set for a domain stands; it is gone with the domain. */
  public Spot settings(Domain domain) {
    return spot(rows.settings(domain.name()));
  }

  /** Where what is set for an account stands; it is gone with the account. */
  public static Spot settings(Account account) {
    return spot(DirectoryRows.settings(account.id()));
  }

  private static Spot spot(DirectoryRows.Place place) {
    return new Spot(place.partition(), place.key());
  }

  public Optional<Domain> domain(String name) {
    return rows.findDomain(name).map(Directory::domain);
  }

  /** All domains by name. */
  public List<Domain> domains() {
    List<Domain> found = new ArrayList<>();
    for (int shard = 0; shard < DirectoryRows.SHARDS; shard++) {
      store
          .read(DirectoryRows.shard(shard))
          .each(
              KeyRange.collection(DirectoryRows.DOMAINS),
              entry -> found.add(domain(DirectoryRows.domainRow(entry.value()))));
    }
    found.sort(Comparator.comparing(Domain::name));
    return found;
  }

  private static Domain domain(DomainRow row) {
    return new Domain(
        row.getName(),
        new TenantId(row.getTenant()),
        EmailAddress.parse(row.getCatchAll()),
        new SecondFactorPolicy(
            switch (row.getSecondFactor()) {
              case OFF -> SecondFactorPolicy.Rule.OFF;
              case REQUIRED -> SecondFactorPolicy.Rule.REQUIRED;
              case OFFERED, UNRECOGNIZED -> SecondFactorPolicy.Rule.OFFERED;
            },
            Instant.ofEpochMilli(row.getSecondFactorSinceMs()),
            Duration.ofDays(row.getSecondFactorGraceDays())));
  }

  /**
   * Has somebody told whenever one of the accounts may have changed.
   *
   * @param change called by a committer with what {@link #shardOf} tells of the account; must not
   *     block
   */
  public void watch(IntConsumer change) {
    for (int i = 0; i < DirectoryRows.SHARDS; i++) {
      int shard = i;
      store.watchers().watch(DirectoryRows.shard(i), _ -> change.accept(shard));
    }
  }

  /** The part of the directory in which an account lies. */
  public int shardOf(AccountId account) {
    return (int) DirectoryRows.account(account).partition().id();
  }

  /** Whether every account's password can be checked by each SCRAM mechanism there is. */
  public boolean hasAllScramKeys() {
    return rows.findCounter().map(CounterRow::getAllScramKeys).orElse(true);
  }

  /** Empty also for one that is being removed. */
  public Optional<Account> account(AccountId id) {
    return there(id).map(Directory::account);
  }

  /** What an account may hold. */
  public Optional<Allowance> allowance(AccountId id) {
    return there(id).map(Directory::allowance);
  }

  /** Whom an account belongs to. */
  public Optional<TenantId> tenant(AccountId id) {
    return there(id).map(row -> new TenantId(row.getTenant()));
  }

  private Optional<AccountRow> there(AccountId id) {
    return rows.findAccount(id).filter(row -> !row.getRemoving());
  }

  /** The account that an address, primary or alias, belongs to. */
  public Optional<Account> account(EmailAddress address) {
    return rows.findAddress(address)
        .filter(row -> row.getActive() && row.hasAccount())
        .flatMap(row -> account(new AccountId(row.getAccount())));
  }

  /** All accounts by address. */
  public List<Account> accounts() {
    return accounts(row -> !row.getRemoving());
  }

  /** Accounts whose removal was decided and has not come to its end. */
  public List<Account> removing() {
    return accounts(AccountRow::getRemoving);
  }

  private List<Account> accounts(Predicate<AccountRow> such) {
    List<Account> found = new ArrayList<>();
    for (int shard = 0; shard < DirectoryRows.SHARDS; shard++) {
      store
          .read(DirectoryRows.shard(shard))
          .each(
              KeyRange.collection(DirectoryRows.ACCOUNTS),
              entry ->
                  Optional.of(DirectoryRows.accountRow(entry.value()))
                      .filter(such)
                      .ifPresent(row -> found.add(account(row))));
    }
    found.sort(Comparator.comparing(account -> account.address().canonical()));
    return found;
  }

  /** All groups by address. */
  public List<Group> groups() {
    List<Group> found = new ArrayList<>();
    rows.eachAddress(row -> {
      if (row.hasGroup()) {
        EmailAddress.parse(row.getAddress())
            .ifPresent(address -> found.add(DirectoryRows.group(address, row.getGroup())));
      }
    });
    found.sort(Comparator.comparing(group -> group.address().canonical()));
    return found;
  }

  static Account account(AccountRow row) {
    List<EmailAddress> aliases =
        row.getAliasesList().stream().flatMap(a -> EmailAddress.parse(a).stream()).toList();
    return new Account(
        new AccountId(row.getId()),
        new TenantId(row.getTenant()),
        EmailAddress.parse(row.getAddress()).orElseThrow(),
        row.getName(),
        allowance(row),
        row.getLanguage(),
        row.getDisabled(),
        row.getBarred(),
        aliases,
        Instant.ofEpochMilli(row.getCreatedMs()));
  }

  private static Allowance allowance(AccountRow row) {
    Allowance octets = Allowance.DEFAULT.withOctets(row.getQuotaBytes());
    return row.hasQuotaMessages() ? octets.withMessages(row.getQuotaMessages()) : octets;
  }

  /**
   * Whether an account may write in an address's name: its own, an alias, or either with a detail.
   */
  public boolean maySendAs(AccountId account, EmailAddress from) {
    return owns(account, from) || withoutDetail(from).filter(f -> owns(account, f)).isPresent();
  }

  /** Whose an address is: his own, an alias, or either with a detail; empty for groups. */
  public Optional<AccountId> owner(EmailAddress address) {
    return account(address)
        .or(() -> withoutDetail(address).flatMap(this::account))
        .map(Account::id);
  }

  private boolean owns(AccountId account, EmailAddress address) {
    return rows.findAddress(address)
        .filter(row -> row.getActive() && row.getAccount() == account.value())
        .isPresent();
  }

  /** Who gets mail for an address. Members of groups that are not ours are told apart. */
  public Recipient resolve(EmailAddress address) {
    Optional<DomainRow> domain = rows.findDomain(address.domain());
    if (domain.isEmpty()) {
      return new Recipient.Elsewhere();
    }
    var found = new Found();
    if (isReports(address) && named(address, found, 0).isEmpty()) {
      return new Recipient.Reports(domain.get().getName());
    }
    return find(address, domain.get(), found, 0)
        .<Recipient>map(why -> found.as(why))
        .orElseGet(Recipient.Nobody::new);
  }

  private static boolean isReports(EmailAddress address) {
    return withoutDetail(address).orElse(address).local().equalsIgnoreCase(REPORTS);
  }

  /** What an expansion has come upon so far. */
  private static final class Found {
    final Set<AccountId> accounts = new LinkedHashSet<>();
    final Set<EmailAddress> outside = new LinkedHashSet<>();
    final Set<String> groups = new HashSet<>();

    Recipient.Local as(Recipient.Why why) {
      return new Recipient.Local(List.copyOf(accounts), List.copyOf(outside), why);
    }

    boolean isFull() {
      return accounts.size() + outside.size() >= MAX_GROUP_MEMBERS;
    }
  }

  private Optional<Recipient.Why> find(
      EmailAddress address, DomainRow domain, Found found, int depth) {
    Optional<Recipient.Why> why = named(address, found, depth);
    if (why.isPresent()) {
      return why;
    }
    return EmailAddress.parse(domain.getCatchAll())
        .filter(all -> exact(all, found, depth).isPresent())
        .map(_ -> Recipient.Why.CATCH_ALL);
  }

  /** Who has the name, with or without a detail; not who takes whatever is left. */
  private Optional<Recipient.Why> named(EmailAddress address, Found found, int depth) {
    Optional<Recipient.Why> why = exact(address, found, depth);
    if (why.isPresent()) {
      return why;
    }
    return withoutDetail(address)
        .filter(plain -> exact(plain, found, depth).isPresent())
        .map(_ -> Recipient.Why.PLUS);
  }

  private Optional<Recipient.Why> exact(EmailAddress address, Found found, int depth) {
    Optional<AddressRow> known = rows.findAddress(address).filter(AddressRow::getActive);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    AddressRow row = known.get();
    return switch (row.getTargetCase()) {
      case ACCOUNT -> {
        var account = new AccountId(row.getAccount());
        if (there(account).isEmpty()) {
          yield Optional.empty(); // it is being removed
        }
        found.accounts.add(account);
        yield Optional.of(row.getPrimary() ? Recipient.Why.PRIMARY : Recipient.Why.ALIAS);
      }
      case GROUP -> {
        expand(address, row, found, depth);
        yield Optional.of(Recipient.Why.GROUP);
      }
      case TARGET_NOT_SET -> Optional.empty();
    };
  }

  private void expand(EmailAddress group, AddressRow row, Found found, int depth) {
    if (depth >= MAX_GROUP_DEPTH || !found.groups.add(group.canonical())) {
      return;
    }
    for (String text : row.getGroup().getMembersList()) {
      Optional<EmailAddress> member = EmailAddress.parse(text);
      if (member.isEmpty() || found.isFull()) {
        continue;
      }
      Optional<DomainRow> domain = rows.findDomain(member.get().domain());
      if (domain.isPresent()) {
        find(member.get(), domain.get(), found, depth + 1);
      } else {
        found.outside.add(member.get());
      }
    }
  }

  static Optional<EmailAddress> withoutDetail(EmailAddress address) {
    int at = address.local().indexOf(SEPARATOR);
    return at > 0
        ? Optional.of(new EmailAddress(address.local().substring(0, at), address.domain()))
        : Optional.empty();
  }
}
