package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677). */
final class ScramDialogue {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_OCTETS = 18;

  /** RFC 7677 section 4 asks for at least so many. */
  private static final int LEAST_ITERATIONS = 4_096;

  /** A server could have us count for hours. */
  private static final int MOST_ITERATIONS = 1_000_000;

  private static final String HEADER = "n,,";

  private final String bare;
  private final String nonce;
  private final String password;
  private String expected = "";

  ScramDialogue(String name, String password) {
    this(name, password, nonce());
  }

  ScramDialogue(String name, String password, String nonce) {
    this.nonce = nonce;
    this.bare = "n=" + name.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    this.password = Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  private static String nonce() {
    byte[] random = new byte[NONCE_OCTETS];
    RANDOM.nextBytes(random);
    return base64(random);
  }

  String first() {
    return HEADER + bare;
  }

  // server-first-message = nonce "," salt "," iteration-count
  String last(String challenge) throws IOException, GeneralSecurityException {
    String[] fields = challenge.split(",", -1);
    if (fields.length < 3
        || !fields[0].startsWith("r=" + nonce)
        || fields[0].length() <= nonce.length() + 2
        || !fields[1].startsWith("s=")
        || !fields[2].matches("i=[0-9]{1,7}")) {
      throw new IOException("a challenge that is none of SCRAM");
    }
    int iterations = Integer.parseInt(fields[2].substring(2));
    if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
      throw new IOException("SCRAM with " + iterations + " iterations");
    }
    byte[] salt;
    try {
      salt = Base64.getDecoder().decode(fields[1].substring(2));
    } catch (IllegalArgumentException e) {
      throw new IOException("a salt that is no base64", e);
    }
    var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
    byte[] salted =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    byte[] clientKey = hmac(salted, "Client Key");
    String withoutProof = "c=" + base64(HEADER.getBytes(UTF_8)) + "," + fields[0];
    String message = bare + "," + challenge + "," + withoutProof;
    byte[] proof = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    expected = "v=" + base64(hmac(hmac(salted, "Server Key"), message));
    return withoutProof + ",p=" + base64(proof);
  }

  /** Whether the server knows the password, too, or something that was made of it. */
  void check(String signature) throws IOException {
    boolean right =
        !expected.isEmpty()
            && MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
    if (!right) {
      throw new IOException("the relay does not prove that it knows the password");
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
