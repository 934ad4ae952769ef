package org.mailstead.filter.dkim;

/**
 * Whose key, and which (RFC 6376 section 3.6.2.1).
 *
 * @param domain A-labels, lower case
 * @param selector A-labels, lower case
 */
public record KeyName(String domain, String selector) {
  /** The name whose TXT record is the key. */
  public String dnsName() {
    return selector + "._domainkey." + domain;
  }
}
