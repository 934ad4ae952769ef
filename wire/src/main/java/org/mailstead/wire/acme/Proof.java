package org.mailstead.wire.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the CA wants to see somewhere under a name.
 *
 * @param name that is to be ours
 * @param token which the CA chose
 * @param authorization the token and our account's key (RFC 8555 section 8.1)
 */
public record Proof(String name, String token, String authorization) {
  /** SHA-256 of the authorization. */
  public byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(authorization.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The digest as a DNS record has it (RFC 8555 section 8.4). */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
  }
}
