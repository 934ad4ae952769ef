/** A client of IMAP (RFC 3501, RFC 9051) that reads others' mailboxes and changes nothing there. */
@NullMarked
package org.mailstead.post.transfer.imap;

import org.jspecify.annotations.NullMarked;
