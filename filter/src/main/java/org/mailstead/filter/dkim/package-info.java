/** Signatures over messages: DKIM (RFC 6376) and the chains of ARC (RFC 8617). */
@NullMarked
package org.mailstead.filter.dkim;

import org.jspecify.annotations.NullMarked;
