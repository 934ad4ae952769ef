package org.mailstead.identity.oauth;

import java.time.Instant;
import java.util.Set;
import org.mailstead.words.AccountId;

/**
 * A program that somebody let in.
 *
 * @param id its number in the account
 * @param refreshed when it last came for a new token
 */
public record Grant(
    AccountId account,
    long id,
    String client,
    String clientName,
    Set<Scope> scopes,
    Instant made,
    Instant refreshed) {
  public Grant {
    scopes = Set.copyOf(scopes);
  }
}
