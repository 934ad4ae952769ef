package org.mailstead.jmap.core;

import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * Who asks.
 *
 * @param readOnly whether nothing may be changed or sent
 */
public record Caller(AccountId account, EmailAddress address, boolean readOnly) {}
