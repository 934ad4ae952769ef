/** Mailboxes, threads and emails (RFC 8621 sections 2 to 5). */
@NullMarked
package org.mailstead.jmap.mail;

import org.jspecify.annotations.NullMarked;
