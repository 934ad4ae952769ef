/** What a message is taken for: what speaks for it and against it, with the reasons. */
@NullMarked
package org.mailstead.filter.verdict;

import org.jspecify.annotations.NullMarked;
