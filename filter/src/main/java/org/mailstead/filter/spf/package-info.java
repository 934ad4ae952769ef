/** SPF: whether a client may send mail in a domain's name (RFC 7208). */
@NullMarked
package org.mailstead.filter.spf;

import org.jspecify.annotations.NullMarked;
