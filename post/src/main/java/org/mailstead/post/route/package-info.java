/** Ways that mail takes out of this server, as the operator set them. */
@NullMarked
package org.mailstead.post.route;

import org.jspecify.annotations.NullMarked;
