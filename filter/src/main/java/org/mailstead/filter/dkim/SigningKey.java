package org.mailstead.filter.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** A key of ours to sign with, and what the DNS must say of it. */
public record SigningKey(KeyName name, PrivateKey secret, PublicKey known) {
  /** RFC 8301 section 3.2: at least 1024, better 2048, which fits into one TXT record. */
  private static final int RSA_BITS = 2048;

  private static final int ED25519_OCTETS = 32;

  public SigningKey {
    if (secret instanceof RSAKey rsa && rsa.getModulus().bitLength() < DkimKey.SHORTEST_RSA) {
      throw new IllegalArgumentException("an RSA key below 1024 bits");
    }
  }

  /** A new key. */
  public static SigningKey generate(KeyName name, Algorithm algorithm) {
    try {
      KeyPairGenerator generator =
          switch (algorithm) {
            case RSA_SHA256 -> KeyPairGenerator.getInstance("RSA");
            case ED25519_SHA256 -> KeyPairGenerator.getInstance("Ed25519");
          };
      if (algorithm == Algorithm.RSA_SHA256) {
        generator.initialize(RSA_BITS);
      }
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(name, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has both
    }
  }

  /**
   * A key that was kept as {@code secret.getEncoded()} and {@code known.getEncoded()}. Whoever
   * signs much keeps it: to make it costs more than a signature.
   *
   * @param secret PKCS #8
   * @param known SubjectPublicKeyInfo
   * @throws GeneralSecurityException when they are of no kind that signs mail
   */
  public static SigningKey of(KeyName name, byte[] secret, byte[] known)
      throws GeneralSecurityException {
    GeneralSecurityException last = new GeneralSecurityException("no key");
    for (String kind : new String[] {"RSA", "Ed25519"}) {
      try {
        KeyFactory factory = KeyFactory.getInstance(kind);
        return new SigningKey(
            name,
            Signatures.ready(factory.generatePrivate(new PKCS8EncodedKeySpec(secret))),
            factory.generatePublic(new X509EncodedKeySpec(known)));
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw last;
  }

  /** How it signs. */
  public Algorithm algorithm() {
    return secret instanceof RSAKey ? Algorithm.RSA_SHA256 : Algorithm.ED25519_SHA256;
  }

  /** The text of the TXT record at {@link KeyName#dnsName()}. */
  public String dnsRecord() {
    byte[] octets = known.getEncoded();
    byte[] published =
        switch (algorithm()) {
          case RSA_SHA256 -> octets;
          // RFC 8463 section 4: the bare point, which ends the SubjectPublicKeyInfo
          case ED25519_SHA256 ->
              Arrays.copyOfRange(octets, octets.length - ED25519_OCTETS, octets.length);
        };
    String base64 = Base64.getEncoder().encodeToString(published);
    return "v=DKIM1; k=" + algorithm().keyType() + "; p=" + base64;
  }

  /** Without the secret, which the JDK would print. */
  @Override
  public String toString() {
    return "SigningKey[" + name.dnsName() + ", " + algorithm().word() + "]";
  }
}
