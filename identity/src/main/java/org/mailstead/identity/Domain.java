package org.mailstead.identity;

import java.util.Optional;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

/**
 * A domain that we answer for.
 *
 * @param name A-labels, lower case
 * @param catchAll gets mail for addresses that do not exist
 * @param secondFactor whether its people need more than a password
 */
public record Domain(
    String name,
    TenantId tenant,
    Optional<EmailAddress> catchAll,
    SecondFactorPolicy secondFactor) {}
