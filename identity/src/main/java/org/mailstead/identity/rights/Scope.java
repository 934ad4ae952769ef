package org.mailstead.identity.rights;

import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.words.TenantId;

/** Where a role counts. */
public sealed interface Scope {
  record Everywhere() implements Scope {}

  record OfTenant(TenantId tenant) implements Scope {}

  /**
   * @param name of the domain, in A-labels
   */
  record OfDomain(String name) implements Scope {}

  default boolean covers(Domain domain) {
    return switch (this) {
      case Everywhere _ -> true;
      case OfTenant(TenantId tenant) -> tenant.equals(domain.tenant());
      case OfDomain(String name) -> name.equals(domain.name());
    };
  }

  /** Whether whatever the other covers is covered. */
  default boolean covers(Scope other, Directory directory) {
    return switch (this) {
      case Everywhere _ -> true;
      case OfTenant tenant ->
          equals(other)
              || (other instanceof OfDomain(String name)
                  && directory.domain(name).filter(tenant::covers).isPresent());
      case OfDomain _ -> equals(other);
    };
  }

  /** {@code *}, {@code tenant:7} or a domain's name. */
  default String word() {
    return switch (this) {
      case Everywhere _ -> "*";
      case OfTenant(TenantId tenant) -> "tenant:" + tenant.value();
      case OfDomain(String name) -> name;
    };
  }
}
