package org.mailstead.identity.settings;

import java.util.Locale;
import org.mailstead.words.AccountId;
import org.mailstead.words.TenantId;

/** For whom a value is set. The narrowest one that has a value counts. */
public sealed interface Scope {
  static Scope system() {
    return new OfSystem();
  }

  /** From the widest to the narrowest. */
  enum Level {
    SYSTEM,
    TENANT,
    DOMAIN,
    ACCOUNT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record OfSystem() implements Scope {}

  record OfTenant(TenantId tenant) implements Scope {}

  /**
   * @param domain A-labels, lower case
   */
  record OfDomain(String domain) implements Scope {}

  record OfAccount(AccountId account) implements Scope {}

  default Level level() {
    return switch (this) {
      case OfSystem() -> Level.SYSTEM;
      case OfTenant _ -> Level.TENANT;
      case OfDomain _ -> Level.DOMAIN;
      case OfAccount _ -> Level.ACCOUNT;
    };
  }
}
