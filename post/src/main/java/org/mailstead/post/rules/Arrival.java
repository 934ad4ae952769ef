package org.mailstead.post.rules;

import java.util.Optional;
import org.mailstead.post.NewMessage;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * A message at an account's door.
 *
 * @param from the reverse-path; empty for reports
 * @param to the address that led to the account
 * @param key names this delivery for good
 * @param promised whether its sender was told already that it is taken
 */
public record Arrival(
    AccountId account,
    Optional<EmailAddress> from,
    EmailAddress to,
    NewMessage message,
    String key,
    boolean promised) {}
