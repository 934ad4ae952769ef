package org.mailstead.identity.rights;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/**
 * How pages look to whom: by the host that a browser asked for, by the domain of an address that
 * was typed, by the account that has signed in. Nobody need be signed in for the first two, so they
 * tell whose a domain is and nothing of who is in it.
 */
public final class Brands {
  /** Of a host's name, from its end: each that is looked at is a look-up for a stranger. */
  private static final int MOST_LABELS = 8;

  private final Tenants tenants;
  private final Directory directory;

  public Brands(Tenants tenants, Directory directory) {
    this.tenants = tenants;
    this.directory = directory;
  }

  /** That of the tenant whose domain a host's name is, or is below; the longest such counts. */
  public Tenant.Brand ofHost(String host) {
    Optional<String> name = EmailAddress.domain(host);
    if (name.isEmpty()) {
      return Tenant.Brand.NONE;
    }
    List<String> labels = Arrays.asList(name.get().split("\\.", -1));
    for (int at = Math.max(0, labels.size() - MOST_LABELS); at < labels.size(); at++) {
      Optional<Tenant.Brand> found = ofDomain(String.join(".", labels.subList(at, labels.size())));
      if (found.isPresent()) {
        return found.get();
      }
    }
    return Tenant.Brand.NONE;
  }

  /** That of the tenant to whom an address' domain belongs; empty for a domain of others. */
  public Optional<Tenant.Brand> ofAddress(String text) {
    return EmailAddress.parse(text).flatMap(address -> ofDomain(address.domain()));
  }

  private Optional<Tenant.Brand> ofDomain(String name) {
    return directory.domain(name).map(domain -> of(domain.tenant()));
  }

  public Tenant.Brand of(Account account) {
    return of(account.tenant());
  }

  private Tenant.Brand of(TenantId tenant) {
    return tenants.find(tenant).map(Tenant::brand).orElse(Tenant.Brand.NONE);
  }
}
