/** Leaving lists: our own. */
@NullMarked
package org.mailstead.jmap.unsubscribe;

import org.jspecify.annotations.NullMarked;
