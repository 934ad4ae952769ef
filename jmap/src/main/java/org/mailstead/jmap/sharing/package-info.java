/** Who there is to share with, and what others have shared: RFC 9670. */
@NullMarked
package org.mailstead.jmap.sharing;

import org.jspecify.annotations.NullMarked;
