package org.mailstead.identity.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.mailstead.identity.signin.Secrets;

/**
 * A sign-in that is under way at a provider. The browser holds it, sealed: whoever brings the
 * provider's answer with another browser has none that fits (RFC 6749 section 10.12), and nothing
 * is kept here.
 *
 * @param state goes to the provider and comes back
 * @param nonce stands in the ID token
 * @param verifier of PKCE (RFC 7636)
 * @param keep whether the session shall outlast the browser
 * @param session who proves it again: account and number of the session; empty for a sign-in
 * @param to the page to go to
 */
record Flow(
    String domain,
    String state,
    String nonce,
    String verifier,
    boolean keep,
    String session,
    String to,
    Instant made) {
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final String OWNER = "browser";
  private static final String PURPOSE = "sign-in at a provider";
  private static final int CHANCE = 24;
  private static final int MOST = 8_000;

  static Flow begin(
      Secrets secrets, String domain, boolean keep, String session, String to, Instant now) {
    return new Flow(
        domain, chance(secrets), chance(secrets), verifier(secrets), keep, session, to, now);
  }

  private static String chance(Secrets secrets) {
    return HexFormat.of().formatHex(secrets.random(CHANCE));
  }

  private static String verifier(Secrets secrets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secrets.random(32));
  }

  String challenge() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What the browser holds. */
  String sealed(Secrets secrets) {
    String text =
        String.join(
            "\n",
            domain,
            state,
            nonce,
            verifier,
            Boolean.toString(keep),
            session,
            to,
            Long.toString(made.toEpochMilli()));
    byte[] sealed = secrets.seal(OWNER, PURPOSE, text.getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** Empty for what was not sealed here, or too long ago. */
  static Optional<Flow> open(Secrets secrets, String held, Instant now) {
    if (held.isEmpty() || held.length() > MOST) {
      return Optional.empty();
    }
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(held);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return secrets
        .open(OWNER, PURPOSE, sealed)
        .map(bytes -> new String(bytes, UTF_8).split("\n", -1))
        .filter(parts -> parts.length == 8)
        .map(parts ->
            new Flow(
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                Boolean.parseBoolean(parts[4]),
                parts[5],
                parts[6],
                Instant.ofEpochMilli(Long.parseLong(parts[7]))))
        .filter(flow -> !now.isBefore(flow.made) && now.isBefore(flow.made.plus(LIFE)));
  }
}
