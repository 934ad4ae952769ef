package org.mailstead.imap.url;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The mechanism INTERNAL (RFC 4467 section 2.4.1): HMAC-SHA-256 of the URL under the mailbox's key.
 * The first octet says so, should another way have to follow.
 */
final class UrlTokens {
  static final String MECHANISM = "INTERNAL";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String FORM = "01";

  private UrlTokens() {}

  static String make(byte[] key, String rump) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return FORM + HexFormat.of().formatHex(mac.doFinal(rump.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** In constant time: how long it takes must not tell how much of a guess was right. */
  static boolean matches(byte[] key, String rump, String token) {
    byte[] right = make(key, rump).getBytes(US_ASCII);
    byte[] given = token.toLowerCase(java.util.Locale.ROOT).getBytes(US_ASCII);
    return MessageDigest.isEqual(right, given);
  }
}
