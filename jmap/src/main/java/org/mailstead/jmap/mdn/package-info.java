/** What became of messages, told and read: RFC 9007. */
@NullMarked
package org.mailstead.jmap.mdn;

import org.jspecify.annotations.NullMarked;
