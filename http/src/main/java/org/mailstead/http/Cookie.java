package org.mailstead.http;

import java.time.Duration;
import java.util.Optional;

/**
 * A cookie that scripts cannot read and other hosts do not get (RFC 6265). Over TLS its name says
 * so, and browsers then refuse one that another host or a plain connection tries to plant; a plain
 * connection to this machine itself has no such prefix.
 *
 * @param name a token, without prefix
 * @param value of letters, digits, {@code -}, {@code _} and {@code .}; empty to remove it
 * @param keep for how long; none for as long as the browser is open
 * @param strict not sent with what begins on another site, not even with a link that was followed
 */
public record Cookie(
    String name, String value, Optional<Duration> keep, boolean secure, boolean strict) {
  private static final String PREFIX = "__Host-";

  public Cookie {
    if (!value.matches("[A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("the value of cookie " + name);
    }
  }

  /** Takes it away. */
  public static Cookie removal(String name, boolean secure) {
    return new Cookie(name, "", Optional.of(Duration.ZERO), secure, true);
  }

  static String sentName(String name, boolean secure) {
    return secure ? PREFIX + name : name;
  }

  /** As the header field has it. */
  @Override
  public String toString() {
    return sentName(name, secure)
        + "="
        + value
        + "; Path=/; HttpOnly"
        + (secure ? "; Secure" : "")
        + (strict ? "; SameSite=Strict" : "; SameSite=Lax")
        + keep.map(time -> "; Max-Age=" + time.toSeconds()).orElse("");
  }
}
