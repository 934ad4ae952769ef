/**
 * What hangs on a mailbox besides its mail: ACL (RFC 4314), METADATA (RFC 5464), QUOTA (RFC 9208).
 */
@NullMarked
package org.mailstead.imap.sharing;

import org.jspecify.annotations.NullMarked;
