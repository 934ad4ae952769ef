/**
 * The IMAP room: RFC 9051 and RFC 3501 with their extensions. Here lies what puts all together: the
 * server, its settings, a session, signing in (RFC 4959), CAPABILITY, LANGUAGE (RFC 5255). The
 * commands lie in the packages below, which know each other in one direction only.
 */
@NullMarked
package org.mailstead.imap;

import org.jspecify.annotations.NullMarked;
