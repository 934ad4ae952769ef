/** Why emails are where they are: our own. */
@NullMarked
package org.mailstead.jmap.trace;

import org.jspecify.annotations.NullMarked;
