package org.mailstead.http;

import java.time.Duration;

/**
 * What holds for a {@link WebSocket}.
 *
 * @param protocol the subprotocol that a client has to name (RFC 6455 section 1.9)
 * @param most octets of a message
 * @param ping after how long a silence the client is asked whether it is there; who does not answer
 *     for as long again is gone. A message has to be whole within twice that time.
 */
public record SocketTerms(String protocol, int most, Duration ping) {}
