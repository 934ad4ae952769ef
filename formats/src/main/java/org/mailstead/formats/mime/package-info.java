/**
 * Messages as records: where each part of a message lies (RFC 2045 to RFC 2049), what its header
 * says (RFC 5322, RFC 2047, RFC 2231), its text, and the writing of new messages. Nothing here
 * refuses a received message: whatever the bytes are, there is an answer, within {@link
 * MimeLimits}.
 */
@NullMarked
package org.mailstead.formats.mime;

import org.jspecify.annotations.NullMarked;
