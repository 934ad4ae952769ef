/**
 * The milter protocol, version 6, from the mail server's side: how filters such as Rspamd's and
 * ClamAV's are asked. It has no standard; this is what the filters' library and other mail servers
 * speak.
 */
@NullMarked
package org.mailstead.filter.milter;

import org.jspecify.annotations.NullMarked;
