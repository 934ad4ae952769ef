/** Tests of messages as JMAP has them. */
@NullMarked
package org.mailstead.formats.jmap;

import org.jspecify.annotations.NullMarked;
