package org.mailstead.jmap.core;

import java.net.InetAddress;
import java.util.Optional;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * Who asks.
 *
 * @param client where from
 * @param proof the word for what was shown, which another part of the server understands; empty
 *     when nothing was
 * @param readOnly whether nothing may be changed or sent
 */
public record Caller(
    AccountId account,
    EmailAddress address,
    Optional<InetAddress> client,
    String proof,
    boolean readOnly) {}
