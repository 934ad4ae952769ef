package org.mailstead.identity.rights;

import org.mailstead.identity.rows.RoleKind;
import org.mailstead.identity.rows.RoleRow;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** Where the rows of this package stand, and what is the same in several of them. */
final class RightsRows {
  static final Partition PARTITION = new Partition(Partition.Kind.SETTINGS, 0);
  static final int ROLES = 0x58;
  static final int TOKENS = 0x59;
  static final int TENANTS = 0x5a;
  static final Key TENANT_COUNTER = Key.of(0x5b, 0);
  static final int PERMITS = 0x5c;

  private RightsRows() {}

  static RoleRow row(Holding holding) {
    RoleRow.Builder row = RoleRow.newBuilder().setRole(kind(holding.role()));
    return switch (holding.scope()) {
      case Scope.Everywhere _ -> row.build();
      case Scope.OfTenant(TenantId tenant) -> row.setTenant(tenant.value()).build();
      case Scope.OfDomain(String name) -> row.setDomain(name).build();
    };
  }

  static Holding holding(RoleRow row) {
    return new Holding(role(row.getRole()), scope(row));
  }

  private static Scope scope(RoleRow row) {
    if (!row.getDomain().isEmpty()) {
      return new Scope.OfDomain(row.getDomain());
    }
    return row.getTenant() == 0
        ? new Scope.Everywhere()
        : new Scope.OfTenant(new TenantId(row.getTenant()));
  }

  private static RoleKind kind(Role role) {
    return switch (role) {
      case OWNER -> RoleKind.OWNER;
      case ADMIN -> RoleKind.ADMIN;
      case DOMAIN_ADMIN -> RoleKind.DOMAIN_ADMIN;
      case HELP_DESK -> RoleKind.HELP_DESK;
      case AUDITOR -> RoleKind.AUDITOR;
    };
  }

  private static Role role(RoleKind kind) {
    return switch (kind) {
      case OWNER -> Role.OWNER;
      case ADMIN -> Role.ADMIN;
      case DOMAIN_ADMIN -> Role.DOMAIN_ADMIN;
      case HELP_DESK -> Role.HELP_DESK;
      case AUDITOR -> Role.AUDITOR;
      case NO_ROLE, UNRECOGNIZED ->
          throw new Refused(Problem.Kind.UNSUPPORTED, "role.of-later-release");
    };
  }
}
