package org.mailstead.filter.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A key as the DNS has it (RFC 6376 section 3.6.1, RFC 8463 section 4).
 *
 * @param testing the domain only tries: who fails is treated like who did not sign
 * @param strict identities below the domain are not its own
 */
record DkimKey(Algorithm algorithm, PublicKey key, boolean testing, boolean strict) {
  /** RFC 8301 section 3.2: keys below are refused; larger than the upper bound cost too much. */
  static final int SHORTEST_RSA = 1024;

  static final int LONGEST_RSA = 4096;

  private static final byte[] ED25519_INFO = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] RSA_INFO = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final int ED25519_OCTETS = 32;
  private static final int LONGEST_EXPONENT = 64;

  /** Whether a TXT record can be meant as a key at all, and is not some wildcard's answer. */
  static boolean isOne(String text) {
    String start = text.stripLeading();
    return start.startsWith("v=DKIM1") || (!start.startsWith("v=") && text.contains("p="));
  }

  static DkimKey parse(String text) throws TagSyntaxException {
    TagList tags = TagList.parse(text);
    boolean versioned = tags.find("v").isPresent();
    if (versioned && !(tags.need("v").equals("DKIM1") && tags.names().getFirst().equals("v"))) {
      throw new TagSyntaxException("an unknown version");
    }
    if (!tags.list("h", "sha256").contains("sha256")) {
      throw new TagSyntaxException("it is not for sha256");
    }
    List<String> services = tags.list("s", "*");
    if (!services.contains("*") && !services.contains("email")) {
      throw new TagSyntaxException("it is not for mail");
    }
    List<String> flags = tags.list("t", "");
    Algorithm algorithm = algorithm(tags.find("k").orElse("rsa"));
    tags.need("p");
    String base64 = tags.dense("p").orElse("");
    if (base64.isEmpty()) {
      throw new TagSyntaxException("it is revoked");
    }
    return new DkimKey(algorithm, key(algorithm, base64), flags.contains("y"), flags.contains("s"));
  }

  private static Algorithm algorithm(String type) throws TagSyntaxException {
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.keyType().equals(type)) {
        return algorithm;
      }
    }
    throw new TagSyntaxException("an unknown kind of key");
  }

  private static PublicKey key(Algorithm algorithm, String base64) throws TagSyntaxException {
    try {
      byte[] octets = Base64.getDecoder().decode(base64);
      return switch (algorithm) {
        case RSA_SHA256 -> checked(rsa(octets));
        case ED25519_SHA256 -> ed25519(octets);
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new TagSyntaxException("the key cannot be read");
    }
  }

  /** As SubjectPublicKeyInfo, which all publish, or as RSAPublicKey, which the text says. */
  private static RSAPublicKey rsa(byte[] octets) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    try {
      return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(octets));
    } catch (GeneralSecurityException e) {
      byte[] info = der(0x30, joined(RSA_INFO, der(0x03, joined(new byte[1], octets))));
      return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(info));
    }
  }

  private static RSAPublicKey checked(RSAPublicKey key) throws TagSyntaxException {
    int bits = key.getModulus().bitLength();
    if (bits < SHORTEST_RSA) {
      throw new TagSyntaxException("the key is too short: " + bits + " bits (RFC 8301)");
    }
    if (bits > LONGEST_RSA || key.getPublicExponent().bitLength() > LONGEST_EXPONENT) {
      throw new TagSyntaxException("the key is too large");
    }
    return key;
  }

  private static PublicKey ed25519(byte[] octets)
      throws GeneralSecurityException, TagSyntaxException {
    if (octets.length != ED25519_OCTETS) {
      throw new TagSyntaxException("the key has the wrong length");
    }
    var info = new X509EncodedKeySpec(joined(ED25519_INFO, octets));
    return KeyFactory.getInstance("Ed25519").generatePublic(info);
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static byte[] der(int tag, byte[] content) {
    int n = content.length;
    byte[] head =
        n < 0x80
            ? new byte[] {(byte) tag, (byte) n}
            : new byte[] {(byte) tag, (byte) 0x83, (byte) (n >> 16), (byte) (n >> 8), (byte) n};
    return joined(head, content);
  }
}
