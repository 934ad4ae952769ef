/** POP3 (RFC 1939) with its extensions (RFC 2449, RFC 5034, RFC 6856). */
@NullMarked
package org.mailstead.pop3;

import org.jspecify.annotations.NullMarked;
