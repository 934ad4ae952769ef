/**
 * The syntax of Sieve scripts (RFC 5228 section 8): octets to records and back. What the commands
 * mean is not known here.
 */
@NullMarked
package org.mailstead.formats.sieve;

import org.jspecify.annotations.NullMarked;
