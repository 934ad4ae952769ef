package org.mailstead.identity.rights;

import java.time.Instant;
import org.mailstead.words.AccountId;

/**
 * Leave to look into somebody's account, for a while. Whoever has it signs in to a mail protocol as
 * himself, asks to act as the other one (SASL's authorization identity), and may change nothing.
 *
 * @param reason as the owner is told it
 */
public record Permit(
    long id, AccountId by, AccountId into, String reason, Instant made, Instant until) {}
