package org.mailstead.identity.signin;

import java.time.Instant;

/**
 * A connection that is signed in just now.
 *
 * @param number names it for as long as it lasts
 */
public record Live(long number, Attempt attempt, Credential credential, Instant since) {}
