package org.mailstead.identity.signin;

import java.util.Optional;
import org.mailstead.words.AccountId;

/** Knows who has leave to look into whose account. */
public interface Leave {
  /** Nobody has. */
  Leave NONE =
      new Leave() {
        @Override
        public Optional<Long> find(AccountId by, AccountId into) {
          return Optional.empty();
        }

        @Override
        public boolean stands(long permit) {
          return false;
        }
      };

  /** The number of a permit that counts now. */
  Optional<Long> find(AccountId by, AccountId into);

  /** Whether a permit still counts. */
  boolean stands(long permit);
}
