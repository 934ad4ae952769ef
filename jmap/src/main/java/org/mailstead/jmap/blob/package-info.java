/** Octets by name: messages, their parts, what was handed in (RFC 8620 section 6). */
@NullMarked
package org.mailstead.jmap.blob;

import org.jspecify.annotations.NullMarked;
