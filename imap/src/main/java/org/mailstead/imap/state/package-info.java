/**
 * Where a connection stands (RFC 9051 section 3): who has signed in, what it enabled (RFC 5161),
 * which mailbox it looks at and what it was told of it (RFC 7162); and what all connections share.
 */
@NullMarked
package org.mailstead.imap.state;

import org.jspecify.annotations.NullMarked;
