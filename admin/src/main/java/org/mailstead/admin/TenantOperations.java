package org.mailstead.admin;

import java.util.List;
import java.util.function.Supplier;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.rights.Scope;
import org.mailstead.identity.rights.Tenant;
import org.mailstead.identity.rights.Tenants;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Organisations that share this server. */
final class TenantOperations {
  private static final int MOST = 1_000_000;

  private final Supplier<AdminParts> opened;

  TenantOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private record Seen(Tenant tenant, Tenants.Usage usage) {}

  private static final Shape<Seen> TENANT =
      Shape.<Seen>of("Tenant")
          .text("name", "Its name.", seen -> seen.tenant.name())
          .number("id", "Its number, for scopes of roles.", seen -> seen.tenant.id().value())
          .number("domains", "That it has.", seen -> seen.usage.domains())
          .number("mostDomains", "0: any number.", seen -> seen.tenant.mostDomains())
          .number("accounts", "That it has.", seen -> seen.usage.accounts())
          .number("mostAccounts", "0: any number.", seen -> seen.tenant.mostAccounts())
          .number("bytes", "Of all its accounts' quotas.", seen -> seen.usage.quotas())
          .number("mostBytes", "0: any number.", seen -> seen.tenant.mostBytes())
          .text("brand", "The name that its people see.", s -> s.tenant.brand().name())
          .text("colour", "Such as #0B5CBF.", s -> s.tenant.brand().colour())
          .text("helpAddress", "Where its people find help.", s -> s.tenant.brand().help());

  private static final Input NAME = Input.path("name", "The tenant's name.");

  List<Operation> all() {
    return List.of(
        Operation.get("tenant.list", "/tenants", "Tenants, by name.")
            .needs(Right.DOMAINS_READ)
            .answers(TENANT.page(), (caller, given) -> Shape.Page.all(seen(caller))),
        Operation.post("tenant.add", "/tenants", "Make one.")
            .needs(Right.TENANTS_WRITE)
            .takes(Input.text("name", "Its name.").must())
            .answers(
                TENANT,
                (caller, given) -> {
                  caller.need(Right.TENANTS_WRITE);
                  return seen(parts().tenants().add(given.text("name")));
                }),
        Operation.patch("tenant.change", "/tenants/{name}", "Change what is given.")
            .needs(Right.TENANTS_WRITE)
            .takes(
                NAME,
                Input.text("newName", "Its name from now on."),
                Input.number("mostDomains", "0: any number.").atMost(MOST),
                Input.number("mostAccounts", "0: any number.").atMost(MOST),
                Input.number("mostBytes", "Of all its accounts' quotas; 0: any number."),
                Input.text("brand", "The name that its people see; empty: this server's."),
                Input.text("colour", "Such as #0B5CBF; empty: this server's."),
                Input.text("helpAddress", "https:, mailto: or tel:; empty: none."))
            .answers(TENANT, this::change),
        Operation.delete("tenant.remove", "/tenants/{name}", "Remove one without domains.")
            .needs(Right.TENANTS_WRITE)
            .takes(NAME)
            .does((caller, given) -> {
              caller.need(Right.TENANTS_WRITE);
              parts().tenants().remove(find(given.text("name")).id());
            }));
  }

  private Tenant find(String name) {
    return parts()
        .tenants()
        .find(name)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "tenant.missing", name));
  }

  private Seen seen(Tenant tenant) {
    return new Seen(tenant, parts().tenants().usage(tenant.id()));
  }

  /** Those of his scope. */
  private List<Seen> seen(Caller caller) {
    return parts().tenants().all().stream()
        .filter(tenant ->
            caller.holdings().stream()
                .anyMatch(held ->
                    held.role().has(Right.DOMAINS_READ)
                        && held.scope()
                            .covers(new Scope.OfTenant(tenant.id()), parts().directory())))
        .map(this::seen)
        .toList();
  }

  private Seen change(Caller caller, Given given) {
    caller.need(Right.TENANTS_WRITE);
    Tenant tenant = find(given.text("name"));
    Tenant.Brand brand = tenant.brand();
    return seen(
        parts()
            .tenants()
            .change(
                new Tenant(
                    tenant.id(),
                    given.optional("newName").orElse(tenant.name()),
                    given.number("mostDomains").map(Long::intValue).orElse(tenant.mostDomains()),
                    given.number("mostAccounts").map(Long::intValue).orElse(tenant.mostAccounts()),
                    given.number("mostBytes").orElse(tenant.mostBytes()),
                    new Tenant.Brand(
                        given.optional("brand").orElse(brand.name()),
                        given.optional("colour").orElse(brand.colour()),
                        given.optional("helpAddress").orElse(brand.help())))));
  }
}
