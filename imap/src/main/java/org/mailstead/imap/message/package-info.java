/**
 * What changes messages: APPEND (RFC 3502, RFC 4469), REPLACE (RFC 8508), STORE (RFC 7162), COPY
 * and MOVE (RFC 6851), EXPUNGE (RFC 4315).
 */
@NullMarked
package org.mailstead.imap.message;

import org.jspecify.annotations.NullMarked;
