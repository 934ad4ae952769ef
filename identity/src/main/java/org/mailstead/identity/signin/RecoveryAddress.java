package org.mailstead.identity.signin;

import java.time.Instant;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/**
 * Where a way to a new password is sent.
 *
 * @param address confirmed: its reader has shown a code that was sent there
 * @param since when it was confirmed
 * @param next one that waits for its code
 */
public record RecoveryAddress(
    Optional<EmailAddress> address, Instant since, Optional<EmailAddress> next) {}
