/**
 * FETCH (RFC 9051 section 6.4.5), BINARY (RFC 3516), PREVIEW (RFC 8970), CONVERT (RFC 5259): octets
 * of messages, as they are or turned into something else.
 */
@NullMarked
package org.mailstead.imap.fetch;

import org.jspecify.annotations.NullMarked;
