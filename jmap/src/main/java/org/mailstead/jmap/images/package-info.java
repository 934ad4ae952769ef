/** Pictures of mail from others' web servers, so that these do not hear of who reads: our own. */
@NullMarked
package org.mailstead.jmap.images;

import org.jspecify.annotations.NullMarked;
