package org.mailstead.identity.signin;

import java.time.Instant;
import java.util.Optional;

/**
 * Sign-ins of one kind: to one protocol, by one way, from one network, by one program.
 *
 * @param way how: {@code password}, {@code app-password 1f…}, {@code browser}
 * @param network a /24, or a /48 of IPv6
 * @param from the last address of it
 * @param refused why not, for attempts that failed
 */
public record SignIn(
    Protocol protocol,
    String way,
    String network,
    String from,
    String client,
    Instant first,
    Instant last,
    long count,
    Optional<String> refused) {}
