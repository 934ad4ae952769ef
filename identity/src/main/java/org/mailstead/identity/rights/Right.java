package org.mailstead.identity.rights;

import java.util.Locale;

/** Something that a role may do. None of them opens anybody's mailbox by itself. */
public enum Right {
  /** Sees accounts, groups, and how much they keep. */
  ACCOUNTS_READ,
  /** Makes, changes and removes accounts, their passwords, aliases, delegates, and groups. */
  ACCOUNTS_WRITE,
  /** Ends sessions, gives ways to a new password, takes second factors away; sees sign-ins. */
  CREDENTIALS_WRITE,
  /** Sees domains, their records, keys and reports. */
  DOMAINS_READ,
  DOMAINS_WRITE,
  /** Sees the queue and follows messages; never what they say. */
  QUEUE_READ,
  QUEUE_WRITE,
  /** Sees settings, certificates, storage and load. */
  SYSTEM_READ,
  SYSTEM_WRITE,
  AUDIT_READ,
  /** Gives and takes roles and tokens, none above his own. */
  ROLES_WRITE,
  TENANTS_WRITE,
  /** May get leave to look into somebody's account, with a reason, which the owner is told. */
  IMPERSONATE;

  /** As programs know it, such as {@code accounts.read}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
