package org.mailstead.identity.rights;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A bundle of rights that somebody holds within a {@link Scope}. */
public enum Role {
  /** Everything, other owners too. */
  OWNER,
  /** Everything but tenants, and looking into accounts. */
  ADMIN,
  /** The people and addresses of a domain. */
  DOMAIN_ADMIN,
  /** Helps people to sign in again. */
  HELP_DESK,
  /** Sees what is done, and changes nothing. */
  AUDITOR;

  public Set<Right> rights() {
    return switch (this) {
      case OWNER -> EnumSet.allOf(Right.class);
      case ADMIN -> EnumSet.complementOf(EnumSet.of(Right.TENANTS_WRITE, Right.IMPERSONATE));
      case DOMAIN_ADMIN ->
          EnumSet.of(
              Right.ACCOUNTS_READ,
              Right.ACCOUNTS_WRITE,
              Right.CREDENTIALS_WRITE,
              Right.DOMAINS_READ,
              Right.DOMAINS_WRITE);
      case HELP_DESK ->
          EnumSet.of(Right.ACCOUNTS_READ, Right.CREDENTIALS_WRITE, Right.DOMAINS_READ);
      case AUDITOR ->
          EnumSet.of(
              Right.ACCOUNTS_READ,
              Right.DOMAINS_READ,
              Right.QUEUE_READ,
              Right.SYSTEM_READ,
              Right.AUDIT_READ);
    };
  }

  public boolean has(Right right) {
    return rights().contains(right);
  }

  /** As people and programs know it, such as {@code help-desk}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
