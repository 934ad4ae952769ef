/** What an account keeps and may keep: RFC 9425. */
@NullMarked
package org.mailstead.jmap.quota;

import org.jspecify.annotations.NullMarked;
