/**
 * Text as octets and as letters: modified UTF-7 (RFC 3501 section 5.1.3), percent-encoding (RFC
 * 3986), case and accents (RFC 5051), words with wrong letters (RFC 6203).
 */
@NullMarked
package org.mailstead.imap.text;

import org.jspecify.annotations.NullMarked;
