/** What is told unasked: IDLE (RFC 2177) and NOTIFY (RFC 5465). */
@NullMarked
package org.mailstead.imap.notify;

import org.jspecify.annotations.NullMarked;
