/** Sieve scripts: RFC 9661. */
@NullMarked
package org.mailstead.jmap.sieve;

import org.jspecify.annotations.NullMarked;
