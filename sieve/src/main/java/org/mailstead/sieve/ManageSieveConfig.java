package org.mailstead.sieve;

import org.mailstead.wire.ListenerConfig;

/**
 * One ManageSieve port.
 *
 * @param plaintextLogin whether passwords may be sent without TLS by programs on this machine: for
 *     a try-out
 */
public record ManageSieveConfig(ListenerConfig listener, String hostname, boolean plaintextLogin) {}
