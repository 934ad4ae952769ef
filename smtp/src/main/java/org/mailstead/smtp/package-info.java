/** SMTP (RFC 5321), submission (RFC 6409) and LMTP (RFC 2033). */
@NullMarked
package org.mailstead.smtp;

import org.jspecify.annotations.NullMarked;
