package org.mailstead.wire.dns;

/**
 * Where a service is (RFC 2782).
 *
 * @param host an A-label in lower case without the dot at the end; empty when there is none
 */
public record Srv(int priority, int weight, int port, String host) {}
