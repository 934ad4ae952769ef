package org.mailstead.post;

import java.util.Optional;
import org.mailstead.words.AccountId;

/**
 * A line of a mailbox's ACL.
 *
 * @param who an account; empty for anyone of the owner's tenant
 * @param negative whether the rights are taken away, whatever other lines give
 */
public record AclEntry(Optional<AccountId> who, boolean negative, Rights rights) {}
