package org.mailstead.identity;

import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** Somebody who has signed in. */
public record Login(AccountId account, EmailAddress address) {}
