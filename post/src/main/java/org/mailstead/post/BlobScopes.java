package org.mailstead.post;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mailstead.store.BlobScope;
import org.mailstead.words.TenantId;

/** Gives each tenant a key of its own for naming blobs, so that deduplication ends with it. */
public final class BlobScopes {
  private final SecretKeySpec master;
  private final Map<TenantId, BlobScope> known = new ConcurrentHashMap<>();

  /**
   * @param masterKey this home's secret, at least 16 bytes, never changed
   */
  public BlobScopes(byte[] masterKey) {
    this.master = new SecretKeySpec(masterKey, "HmacSHA256");
  }

  BlobScope of(TenantId tenant) {
    return known.computeIfAbsent(tenant, this::make);
  }

  private BlobScope make(TenantId tenant) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(master);
      return new BlobScope(mac.doFinal(ByteBuffer.allocate(8).putLong(tenant.value()).array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
