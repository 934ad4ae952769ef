package org.mailstead.identity;

/** Where it is decided who signs in to a domain's accounts with a password. */
public sealed interface DomainSignIn {
  /** Here: the passwords lie in this home. */
  record Here() implements DomainSignIn {}

  /** By a directory. */
  record ByDirectory(LdapSettings settings) implements DomainSignIn {}

  /** By a provider of identities: nobody has a password here. */
  record ByProvider(OidcSettings settings) implements DomainSignIn {}

  DomainSignIn HERE = new Here();
}
