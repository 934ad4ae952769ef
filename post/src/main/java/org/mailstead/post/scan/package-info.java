/** What a scan of a message looks through, and the words by which the index narrows a scan. */
@NullMarked
package org.mailstead.post.scan;

import org.jspecify.annotations.NullMarked;
