package org.mailstead.server;

import java.util.Map;
import java.util.function.Consumer;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.identity.audit.AuditLog;
import org.mailstead.identity.settings.Change;
import org.mailstead.identity.settings.Scope;

/** Puts into the audit log what a setting was and is. Whoever asked for it is logged before. */
record SettingsAudit(AuditLog audit, Directory directory) implements Consumer<Change> {
  @Override
  public void accept(Change change) {
    var event =
        new AuditEvent(
            change.by(),
            "",
            "setting.changed",
            change.key(),
            domain(change.scope()),
            Map.of(
                "for", whom(change.scope()),
                "old", change.old().orElse(""),
                "new", change.now().orElse("")));
    audit.note(event);
  }

  private String whom(Scope scope) {
    return switch (scope) {
      case Scope.OfSystem() -> "*";
      case Scope.OfTenant(var tenant) -> "tenant:" + tenant.value();
      case Scope.OfDomain(String name) -> name;
      case Scope.OfAccount(var id) ->
          directory.account(id).map(account -> account.address().toString()).orElse("");
    };
  }

  /** Whose administrators may read of it. */
  private String domain(Scope scope) {
    return switch (scope) {
      case Scope.OfSystem(), Scope.OfTenant _ -> "";
      case Scope.OfDomain(String name) -> name;
      case Scope.OfAccount(var id) ->
          directory.account(id).map(Account::address).map(one -> one.domain()).orElse("");
    };
  }
}
