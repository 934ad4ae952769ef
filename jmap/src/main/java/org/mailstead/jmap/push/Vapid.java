package org.mailstead.jmap.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;
import org.mailstead.jmap.core.JmapJson;

/** Says to a push service who this server is (RFC 8292). */
public final class Vapid {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final Duration COUNTS = Duration.ofHours(12);

  private final ECPrivateKeyParameters key;
  private final String publicKey;
  private final String contact;
  private final InstantSource clock;

  /**
   * @param seed secret octets that stay the same, since subscriptions are bound to the key
   * @param contact a mailto or https address at which a service reaches who runs this server
   */
  public Vapid(byte[] seed, String contact, InstantSource clock) {
    var curve = PushMessage.P256;
    BigInteger own =
        new BigInteger(1, seed).mod(curve.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    var domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN());
    this.key = new ECPrivateKeyParameters(own, domain);
    this.publicKey =
        BASE64.encodeToString(curve.getG().multiply(own).normalize().getEncoded(false));
    this.contact = contact;
    this.clock = clock;
  }

  /** The key that subscriptions are bound to (RFC 9749). */
  public String publicKey() {
    return publicKey;
  }

  /**
   * The Authorization field.
   *
   * @param audience the origin of the push service
   */
  String authorization(String audience) {
    String head = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";
    String claims =
        JmapJson.object()
            .put("aud", audience)
            .put("exp", clock.instant().plus(COUNTS).getEpochSecond())
            .put("sub", contact)
            .toString();
    String signed =
        BASE64.encodeToString(head.getBytes(UTF_8))
            + "."
            + BASE64.encodeToString(claims.getBytes(UTF_8));
    return "vapid t=" + signed + "." + BASE64.encodeToString(sign(signed)) + ", k=" + publicKey;
  }

  private byte[] sign(String text) {
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, key);
    BigInteger[] pair = signer.generateSignature(sha256(text.getBytes(UTF_8)));
    byte[] signature = new byte[64];
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, pair[0]), 0, signature, 0, 32);
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, pair[1]), 0, signature, 32, 32);
    return signature;
  }

  private static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
