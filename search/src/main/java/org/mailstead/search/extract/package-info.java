/** Text of attachments, within limits that no file can break. */
@NullMarked
package org.mailstead.search.extract;

import org.jspecify.annotations.NullMarked;
