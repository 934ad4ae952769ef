/** Types whose objects are small records of an account, described by a table alone. */
@NullMarked
package org.mailstead.jmap.record;

import org.jspecify.annotations.NullMarked;
