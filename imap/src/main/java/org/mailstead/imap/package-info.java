/** The IMAP room: RFC 9051 and RFC 3501 with their extensions. */
@NullMarked
package org.mailstead.imap;

import org.jspecify.annotations.NullMarked;
