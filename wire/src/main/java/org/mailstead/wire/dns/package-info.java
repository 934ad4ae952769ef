/** Questions to the DNS, with answers that a mail server can act on. */
@NullMarked
package org.mailstead.wire.dns;

import org.jspecify.annotations.NullMarked;
