/** Search beside the RFCs: saved searches, suggestions, how a typed text is read. */
@NullMarked
package org.mailstead.jmap.search;

import org.jspecify.annotations.NullMarked;
