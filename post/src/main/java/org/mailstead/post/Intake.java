package org.mailstead.post;

import org.mailstead.identity.Directory;
import org.mailstead.store.BlobDraft;
import org.mailstead.store.BlobScope;
import org.mailstead.store.Blobs;
import org.mailstead.words.AccountId;
import org.mailstead.words.TenantId;

/** Where the bytes of new messages come in. */
public final class Intake {
  private final Blobs blobs;
  private final BlobScopes scopes;
  private final Directory directory;

  Intake(Blobs blobs, BlobScopes scopes, Directory directory) {
    this.blobs = blobs;
    this.scopes = scopes;
    this.directory = directory;
  }

  /** Begins a message for an account, or for several of its tenant. */
  public Arriving begin(AccountId account) {
    TenantId tenant = directory.tenant(account).orElse(TenantId.FIRST);
    return begin(tenant);
  }

  /** Begins octets that are no message. */
  BlobDraft draft(AccountId account) {
    return blobs.draft(scopes.of(directory.tenant(account).orElse(TenantId.FIRST)));
  }

  public Arriving begin(TenantId tenant) {
    BlobScope scope = scopes.of(tenant);
    return new Arriving(blobs, blobs.draft(scope));
  }
}
