package org.mailstead.identity.rights;

import org.mailstead.words.TenantId;

/**
 * An organisation with domains and people of its own.
 *
 * @param mostDomains 0: any number
 * @param mostAccounts 0: any number
 * @param mostBytes of all quotas of its accounts together; 0: any number
 * @param brand shown where its people sign in; empty: this server's name
 */
public record Tenant(
    TenantId id, String name, int mostDomains, int mostAccounts, long mostBytes, Brand brand) {
  /**
   * How it looks to its people.
   *
   * @param name empty: this server's
   * @param colour such as {@code #0B5CBF}; empty: this server's
   * @param help an address of the web or of mail, or a telephone's ({@code https:}, {@code
   *     mailto:}, {@code tel:}); empty: none
   */
  public record Brand(String name, String colour, String help) {
    public static final Brand NONE = new Brand("", "", "");
  }
}
