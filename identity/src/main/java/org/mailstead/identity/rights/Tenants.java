package org.mailstead.identity.rights;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.TenantCounterRow;
import org.mailstead.identity.rows.TenantRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** The tenants. The first one is always there: domains that were given to nobody are its. */
public final class Tenants {
  private static final int MOST_NAME = 100;
  private static final int MOST_HELP = 500;
  private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6}");
  private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9][0-9().-]{1,30}");

  /** These two join letters of Persian and of the languages of India: names need them. */
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;

  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private static final Tenant FIRST =
      new Tenant(TenantId.FIRST, "first", 0, 0, 0, Tenant.Brand.NONE);

  private final Accounts store;
  private final Directory directory;
  private final InstantSource clock;

  public Tenants(Accounts store, Directory directory, InstantSource clock) {
    this.store = store;
    this.directory = directory;
    this.clock = clock;
  }

  /** By name. */
  public List<Tenant> all() {
    List<Tenant> all = new ArrayList<>();
    store
        .read(RightsRows.PARTITION)
        .each(
            KeyRange.collection(RightsRows.TENANTS),
            entry -> all.add(tenant(Row.read(entry.value(), TenantRow.parser()))));
    if (all.stream().noneMatch(one -> one.id().equals(TenantId.FIRST))) {
      all.add(FIRST);
    }
    all.sort(Comparator.comparing(Tenant::name));
    return all;
  }

  public Optional<Tenant> find(TenantId id) {
    Optional<Tenant> stored =
        store
            .read(RightsRows.PARTITION)
            .get(key(id))
            .map(bytes -> tenant(Row.read(bytes, TenantRow.parser())));
    return id.equals(TenantId.FIRST) ? stored.or(() -> Optional.of(FIRST)) : stored;
  }

  public Optional<Tenant> find(String name) {
    return all().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static Key key(TenantId id) {
    return Key.of(RightsRows.TENANTS, id.value());
  }

  /**
   * Makes one.
   *
   * @throws Refused INVALID, EXISTS
   */
  public Tenant add(String name) {
    check(name);
    return store.change(
        RightsRows.PARTITION,
        draft -> {
          long last =
              draft
                  .get(RightsRows.TENANT_COUNTER)
                  .map(bytes -> Row.read(bytes, TenantCounterRow.parser()).getLast())
                  .orElse(TenantId.FIRST.value());
          var id = new TenantId(last + 1);
          draft.put(
              RightsRows.TENANT_COUNTER,
              Row.write(TenantCounterRow.newBuilder().setLast(id.value()).build()));
          var made = new Tenant(id, name.strip(), 0, 0, 0, Tenant.Brand.NONE);
          draft.put(key(id), Row.write(row(made, clock.millis())));
          return made;
        });
  }

  private void check(String name) {
    if (name.isBlank() || !isPlain(name)) {
      throw new Refused(Problem.Kind.INVALID, "tenant.name", Integer.toString(MOST_NAME));
    }
    if (find(name.strip()).isPresent()) {
      throw new Refused(Problem.Kind.EXISTS, "tenant.exists", name);
    }
  }

  /**
   * Whether a name stays where it stands: no line breaks, and none of the marks that turn the
   * direction of what is written beside them, by which one name looks like another.
   */
  private static boolean isPlain(String name) {
    return name.length() <= MOST_NAME && name.codePoints().allMatch(Tenants::isPlain);
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }

  /**
   * Changes limits, name and looks.
   *
   * @throws Refused NOT_FOUND, INVALID, EXISTS
   */
  public Tenant change(Tenant now) {
    Tenant before = find(now.id()).orElseThrow(() -> missing(now.id()));
    if (!before.name().equals(now.name())) {
      check(now.name());
    }
    check(now.brand());
    if (now.mostDomains() < 0 || now.mostAccounts() < 0 || now.mostBytes() < 0) {
      throw new Refused(Problem.Kind.INVALID, "tenant.limit");
    }
    store.update(
        RightsRows.PARTITION,
        draft -> draft.put(key(now.id()), Row.write(row(now, clock.millis()))));
    return now;
  }

  private static void check(Tenant.Brand brand) {
    if (!isPlain(brand.name())) {
      throw new Refused(Problem.Kind.INVALID, "tenant.brand", Integer.toString(MOST_NAME));
    }
    if (!brand.colour().isEmpty() && !COLOUR.matcher(brand.colour()).matches()) {
      throw new Refused(Problem.Kind.INVALID, "tenant.colour", brand.colour());
    }
    if (!brand.help().isEmpty() && !isHelp(brand.help())) {
      throw new Refused(Problem.Kind.INVALID, "tenant.help", brand.help());
    }
  }

  /** A link on the sign-in page: nothing that runs, and nothing that looks like another link. */
  private static boolean isHelp(String text) {
    if (text.length() > MOST_HELP || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return false;
    }
    try {
      var uri = new URI(text);
      return switch (uri.getScheme()) {
        case "https" -> uri.getHost() != null && uri.getRawUserInfo() == null;
        case "mailto" -> EmailAddress.parse(uri.getRawSchemeSpecificPart()).isPresent();
        case "tel" -> TELEPHONE.matcher(uri.getRawSchemeSpecificPart()).matches();
        case null, default -> false;
      };
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /**
   * Removes one that has no domains.
   *
   * @throws Refused NOT_FOUND, BUSY
   */
  public void remove(TenantId id) {
    if (id.equals(TenantId.FIRST) || find(id).isEmpty()) {
      throw missing(id);
    }
    if (directory.domains().stream().anyMatch(domain -> domain.tenant().equals(id))) {
      throw new Refused(Problem.Kind.BUSY, "tenant.used", id.toString());
    }
    store.update(RightsRows.PARTITION, draft -> draft.delete(key(id)));
  }

  private static Refused missing(TenantId id) {
    return new Refused(Problem.Kind.NOT_FOUND, "tenant.missing", id.toString());
  }

  /** What a tenant has of what its limits speak of. */
  public record Usage(int domains, int accounts, long quotas, boolean unlimited) {}

  public Usage usage(TenantId id) {
    int domains = (int) directory.domains().stream().filter(one -> one.tenant().equals(id)).count();
    List<Account> accounts =
        directory.accounts().stream().filter(one -> one.tenant().equals(id)).toList();
    long quotas = accounts.stream().mapToLong(one -> one.allowance().octets()).sum();
    boolean unlimited = accounts.stream().anyMatch(one -> one.allowance().octets() == 0);
    return new Usage(domains, accounts.size(), quotas, unlimited);
  }

  /**
   * Before a domain is added.
   *
   * @throws Refused OVER_QUOTA
   */
  public void needRoomForDomain(TenantId id) {
    Tenant tenant = find(id).orElseThrow(() -> missing(id));
    if (tenant.mostDomains() > 0 && usage(id).domains() >= tenant.mostDomains()) {
      throw new Refused(
          Problem.Kind.OVER_QUOTA, "tenant.domains", Integer.toString(tenant.mostDomains()));
    }
  }

  /**
   * Before an account is added, or its quota changed.
   *
   * @param added accounts that come to those that are there
   * @param quota octets that the account may keep then; 0: any number
   * @param before those that it may keep now
   * @throws Refused OVER_QUOTA
   */
  public void needRoomForAccount(TenantId id, int added, long quota, long before) {
    Tenant tenant = find(id).orElseThrow(() -> missing(id));
    if (tenant.mostAccounts() == 0 && tenant.mostBytes() == 0) {
      return;
    }
    Usage usage = usage(id);
    if (tenant.mostAccounts() > 0 && usage.accounts() + added > tenant.mostAccounts()) {
      throw new Refused(
          Problem.Kind.OVER_QUOTA, "tenant.accounts", Integer.toString(tenant.mostAccounts()));
    }
    boolean over = quota == 0 || usage.quotas() - before + quota > tenant.mostBytes();
    if (tenant.mostBytes() > 0 && over) {
      throw new Refused(Problem.Kind.OVER_QUOTA, "tenant.bytes", Long.toString(tenant.mostBytes()));
    }
  }

  private static Tenant tenant(TenantRow row) {
    return new Tenant(
        new TenantId(row.getId()),
        row.getName(),
        row.getMostDomains(),
        row.getMostAccounts(),
        row.getMostBytes(),
        new Tenant.Brand(row.getBrand(), row.getColour(), row.getHelp()));
  }

  private static TenantRow row(Tenant tenant, long now) {
    return TenantRow.newBuilder()
        .setId(tenant.id().value())
        .setName(tenant.name())
        .setMostDomains(tenant.mostDomains())
        .setMostAccounts(tenant.mostAccounts())
        .setMostBytes(tenant.mostBytes())
        .setBrand(tenant.brand().name())
        .setColour(tenant.brand().colour())
        .setHelp(tenant.brand().help())
        .setMadeMs(now)
        .build();
  }
}
