/** Everything between sockets and the protocol rooms: listeners, TLS, lines, limits, names. */
@NullMarked
package org.mailstead.wire;

import org.jspecify.annotations.NullMarked;
