/** DMARC: whether who a message says it is from vouches for it (RFC 9989). */
@NullMarked
package org.mailstead.filter.dmarc;

import org.jspecify.annotations.NullMarked;
