/**
 * What the server says: responses and their codes (RFC 9051 section 7, RFC 5530), in the client's
 * language (RFC 5255).
 */
@NullMarked
package org.mailstead.imap.response;

import org.jspecify.annotations.NullMarked;
