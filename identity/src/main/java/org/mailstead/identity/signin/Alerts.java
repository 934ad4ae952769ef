package org.mailstead.identity.signin;

import org.mailstead.words.AccountId;

/** Tells owners what happens to their accounts. */
@FunctionalInterface
public interface Alerts {
  /** Does not throw, and does not keep the caller waiting for long. */
  void tell(AccountId account, Alert alert);
}
