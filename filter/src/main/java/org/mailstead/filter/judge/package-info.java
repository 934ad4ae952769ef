/** Who judges messages, and by what. A judge can be put in another's place. */
@NullMarked
package org.mailstead.filter.judge;

import org.jspecify.annotations.NullMarked;
