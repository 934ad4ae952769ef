package org.mailstead.identity.signin;

import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * Somebody who has signed in.
 *
 * @param readOnly whether nothing may be changed or sent
 */
public record Login(
    AccountId account, EmailAddress address, Credential credential, boolean readOnly) {}
