/** The room of JMAP (RFC 8620, RFC 8621). */
@NullMarked
package org.mailstead.jmap;

import org.jspecify.annotations.NullMarked;
