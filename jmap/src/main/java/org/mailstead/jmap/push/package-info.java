/** Telling clients that something has changed (RFC 8620 section 7). */
@NullMarked
package org.mailstead.jmap.push;

import org.jspecify.annotations.NullMarked;
