package org.mailstead.identity;

import java.time.Instant;
import java.util.List;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/**
 * What the directory knows of an account.
 *
 * @param address the primary address
 * @param name for people; may be empty
 * @param allowance how much mail it may keep
 * @param language BCP 47 tag of the texts that the server makes for it, such as {@code de}
 * @param made when it was made
 */
public record Account(
    AccountId id,
    TenantId tenant,
    EmailAddress address,
    String name,
    Allowance allowance,
    String language,
    boolean disabled,
    List<EmailAddress> aliases,
    Instant made) {
  public Account {
    aliases = List.copyOf(aliases);
  }

  public Account withName(String now) {
    return new Account(id, tenant, address, now, allowance, language, disabled, aliases, made);
  }

  public Account withAllowance(Allowance now) {
    return new Account(id, tenant, address, name, now, language, disabled, aliases, made);
  }

  public Account withLanguage(String now) {
    return new Account(id, tenant, address, name, allowance, now, disabled, aliases, made);
  }

  public Account withDisabled(boolean now) {
    return new Account(id, tenant, address, name, allowance, language, now, aliases, made);
  }

  Account withAliases(List<EmailAddress> now) {
    return new Account(id, tenant, address, name, allowance, language, disabled, now, made);
  }
}
