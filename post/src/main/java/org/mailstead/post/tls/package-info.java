/** How other servers are reached safely: DANE, MTA-STS, and the reports about it. */
@NullMarked
package org.mailstead.post.tls;

import org.jspecify.annotations.NullMarked;
