/** Who sent a message: all checks of one that comes in, as it flows by, and in time. */
@NullMarked
package org.mailstead.filter.origin;

import org.jspecify.annotations.NullMarked;
