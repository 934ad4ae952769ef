/** Emails that are put aside for a while: our own. */
@NullMarked
package org.mailstead.jmap.snooze;

import org.jspecify.annotations.NullMarked;
