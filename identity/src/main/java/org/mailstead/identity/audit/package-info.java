/** What was done by whom: a log that is only ever appended to, and that shows when it was not. */
@NullMarked
package org.mailstead.identity.audit;

import org.jspecify.annotations.NullMarked;
