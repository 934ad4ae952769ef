package org.mailstead.wire.dns;

/**
 * A mail exchanger.
 *
 * @param preference the lowest is tried first
 * @param host an A-label in lower case without the dot at the end; empty in the "null MX" of a
 *     domain that takes no mail (RFC 7505)
 */
public record Mx(int preference, String host) {
  public boolean isNull() {
    return host.isEmpty();
  }
}
