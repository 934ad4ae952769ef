package org.mailstead.jmap.core;

import java.net.InetAddress;
import java.util.Optional;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * Who asks.
 *
 * @param client where from
 * @param readOnly whether nothing may be changed or sent
 */
public record Caller(
    AccountId account, EmailAddress address, Optional<InetAddress> client, boolean readOnly) {}
