package org.mailstead.identity.signin;

import java.util.Optional;
import java.util.Set;
import org.mailstead.words.AccountId;

/** Knows the tokens of programs that people let in (RFC 6750). */
public interface Bearers {
  /** None is known. */
  Bearers NONE =
      new Bearers() {
        @Override
        public Optional<Bearer> find(String token) {
          return Optional.empty();
        }

        @Override
        public boolean isThere(AccountId account, long grant) {
          return false;
        }
      };

  /**
   * What a token opens.
   *
   * @param grant the number, in the account, of what the program was let in to
   */
  record Bearer(AccountId account, long grant, Set<Protocol> opens) {}

  /** Empty for one that is none of ours, is over, or was taken away. */
  Optional<Bearer> find(String token);

  /** Whether a program is still let in. */
  boolean isThere(AccountId account, long grant);
}
