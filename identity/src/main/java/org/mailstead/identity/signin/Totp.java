package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * Codes that change with time (RFC 6238, on RFC 4226), of the one kind that all authenticator apps
 * make: SHA-1, six digits, a new one every 30 seconds.
 */
final class Totp {
  /** RFC 4226 section 4 asks for 16 at least and recommends 20. */
  static final int SECRET_BYTES = 20;

  private static final Duration STEP = Duration.ofSeconds(30);
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;

  /** A phone's clock may be wrong by so many steps (RFC 6238 section 5.2). */
  private static final int SKEW = 1;

  private Totp() {}

  static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
  }

  /** The code of one step (RFC 4226 section 5.3). */
  static String code(byte[] secret, long step) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int at = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash, at, Integer.BYTES).getInt() & 0x7fff_ffff;
    return String.format("%0" + DIGITS + "d", number % MODULUS);
  }

  private static byte[] hmac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /**
   * The step whose code somebody typed.
   *
   * @param after the last step whose code was taken: that one, and those before, count no more
   */
  static OptionalLong match(byte[] secret, String typed, Instant now, long after) {
    byte[] code = typed.replaceAll("\\s", "").getBytes(UTF_8);
    OptionalLong found = OptionalLong.empty();
    for (long step = step(now) - SKEW; step <= step(now) + SKEW; step++) {
      boolean same = Secrets.same(code(secret, step).getBytes(US_ASCII), code);
      if (same && step > after && found.isEmpty()) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  static String base32(byte[] secret) {
    return Base32.toBase32String(secret).replace("=", "");
  }

  /** What authenticator apps read from a QR code. */
  static String uri(byte[] secret, String issuer, String account) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
        .formatted(escaped(issuer), escaped(account), base32(secret), escaped(issuer));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
