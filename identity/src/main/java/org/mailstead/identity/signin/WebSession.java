package org.mailstead.identity.signin;

import java.time.Instant;
import java.util.Set;
import org.mailstead.words.AccountId;

/**
 * A browser that is signed in.
 *
 * @param id its number in the account
 * @param proved when the person last proved who they are
 * @param kept beyond the browser's end
 * @param from where it was last seen
 * @param proofs how the person proved it: {@code pwd}, {@code otp}, {@code hwk} a key, {@code rc} a
 *     recovery code, {@code user} somebody was verified by the key (RFC 8176 has the first three)
 * @param onlySetUp may do nothing but set up a second factor
 */
public record WebSession(
    AccountId account,
    long id,
    Instant made,
    Instant seen,
    Instant proved,
    boolean kept,
    String from,
    String client,
    Set<String> proofs,
    boolean onlySetUp) {
  public WebSession {
    proofs = Set.copyOf(proofs);
  }
}
