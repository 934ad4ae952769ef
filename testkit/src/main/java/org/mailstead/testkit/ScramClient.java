package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SCRAM (RFC 5802, RFC 7677), with or without channel binding. */
public final class ScramClient {
  private final int bits;
  private final String header;
  private final byte[] binding;
  private final String bare;
  private final String password;
  private String expected = "";

  /** SCRAM-SHA-256. */
  public ScramClient(String header, byte[] binding, String name, String password, String nonce) {
    this(256, header, binding, name, password, nonce);
  }

  /**
   * @param bits 256 or 512: of SHA-2
   * @param header the GS2 header: {@code n,,} or {@code y,,} or {@code p=tls-exporter,,}
   * @param binding the data of that binding; empty for none
   */
  public ScramClient(
      int bits, String header, byte[] binding, String name, String password, String nonce) {
    this.bits = bits;
    this.header = header;
    this.binding = binding.clone();
    this.bare = "n=" + name.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    this.password = password;
  }

  public String first() {
    return header + bare;
  }

  /** What the client answers to the server's first message. */
  public String last(String serverFirst) throws GeneralSecurityException {
    String[] fields = serverFirst.split(",", -1);
    byte[] salt = Base64.getDecoder().decode(fields[1].substring(2));
    int iterations = Integer.parseInt(fields[2].substring(2));
    byte[] salted = pbkdf2(salt, iterations);
    byte[] clientKey = hmac(salted, "Client Key");
    var bound = new ByteArrayOutputStream();
    bound.writeBytes(header.getBytes(UTF_8));
    bound.writeBytes(binding);
    String bound64 = Base64.getEncoder().encodeToString(bound.toByteArray());
    String withoutProof = "c=" + bound64 + "," + fields[0];
    String message = bare + "," + serverFirst + "," + withoutProof;
    byte[] proof = hmac(MessageDigest.getInstance("SHA-" + bits).digest(clientKey), message);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    expected = "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), message));
    return withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
  }

  /** What a server that knows the password says last. */
  public String expected() {
    return expected;
  }

  private byte[] pbkdf2(byte[] salt, int iterations) throws GeneralSecurityException {
    var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bits);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + bits)
        .generateSecret(spec)
        .getEncoded();
  }

  private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA" + bits);
    mac.init(new SecretKeySpec(key, "HmacSHA" + bits));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
