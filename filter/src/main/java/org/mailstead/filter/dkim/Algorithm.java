package org.mailstead.filter.dkim;

/** How messages are signed: RFC 6376 as RFC 8301 leaves it, and RFC 8463. */
public enum Algorithm {
  RSA_SHA256("rsa-sha256", "rsa"),
  ED25519_SHA256("ed25519-sha256", "ed25519");

  private final String word;
  private final String keyType;

  Algorithm(String word, String keyType) {
    this.word = word;
    this.keyType = keyType;
  }

  /** As signatures name it. */
  public String word() {
    return word;
  }

  /** As key records name it. */
  String keyType() {
    return keyType;
  }
}
