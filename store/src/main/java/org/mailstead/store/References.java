package org.mailstead.store;

import org.mailstead.words.AccountId;

/** Knows what accounts refer to; asked by the sweeper before it removes a blob. */
@FunctionalInterface
public interface References {
  /**
   * Whether anything of the account needs the blob: its mail, what it may still restore, or what a
   * session may still fetch. When in doubt, true.
   */
  boolean holds(AccountId account, BlobId blob);
}
