/** The queue: takes messages over, delivers them here, and brings them to other servers. */
@NullMarked
package org.mailstead.post.tls;

import org.jspecify.annotations.NullMarked;
