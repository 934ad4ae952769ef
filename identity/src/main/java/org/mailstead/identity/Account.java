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
 * @param disabled whether the operator has switched it off
 * @param barred whether the directory that decides for its domain lets nobody in
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
    boolean barred,
    List<EmailAddress> aliases,
    Instant made) {
  public Account {
    aliases = List.copyOf(aliases);
  }

  /** Whether nobody signs in to it, by whatever way. */
  public boolean isOff() {
    return disabled || barred;
  }

  public Account withAllowance(Allowance now) {
    return new Account(id, tenant, address, name, now, language, disabled, barred, aliases, made);
  }

  public Account withLanguage(String now) {
    return new Account(id, tenant, address, name, allowance, now, disabled, barred, aliases, made);
  }

  public Account withDisabled(boolean now) {
    return new Account(id, tenant, address, name, allowance, language, now, barred, aliases, made);
  }

  public Account withBarred(boolean now) {
    return new Account(
        id, tenant, address, name, allowance, language, disabled, now, aliases, made);
  }

  public Account withName(String now) {
    return new Account(
        id, tenant, address, now, allowance, language, disabled, barred, aliases, made);
  }

  Account withAliases(List<EmailAddress> now) {
    return new Account(id, tenant, address, name, allowance, language, disabled, barred, now, made);
  }
}
