package org.mailstead.post;

import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Somebody subscribes to a mailbox of somebody else.
 *
 * @param path in the owner's tree, when he did
 */
public record SharedSubscription(AccountId owner, MailboxId mailbox, String path) {}
