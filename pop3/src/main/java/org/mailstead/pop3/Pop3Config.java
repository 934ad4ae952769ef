package org.mailstead.pop3;

import org.mailstead.wire.ListenerConfig;

/**
 * One POP3 port.
 *
 * @param plaintextLogin whether passwords may be sent without TLS by programs on this machine: for
 *     a try-out
 */
public record Pop3Config(ListenerConfig listener, String hostname, boolean plaintextLogin) {}
