/**
 * Mailboxes as such: LIST (RFC 5258), STATUS (RFC 8438), CREATE and its kin, NAMESPACE (RFC 2342),
 * and SELECT with QRESYNC (RFC 7162).
 */
@NullMarked
package org.mailstead.imap.mailbox;

import org.jspecify.annotations.NullMarked;
