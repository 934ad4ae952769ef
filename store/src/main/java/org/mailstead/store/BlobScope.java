package org.mailstead.store;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Those who may share a blob: a tenant, or an account with a key of its own. Nobody outside learns
 * from an id, or from how fast a put is, whether others store the same bytes.
 */
public final class BlobScope {
  private static final String ALGORITHM = "HmacSHA256";

  /** Never used itself: each blob has a copy, which costs less than another search for one. */
  private final Mac mac;

  /**
   * @param key at least 16 bytes, secret, and the same for as long as the blobs live
   */
  public BlobScope(byte[] key) {
    if (key.length < 16) {
      throw new IllegalArgumentException("a scope key of " + key.length + " B");
    }
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  Mac mac() {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own can be copied", e);
    }
  }
}
