/** Rules that people make without writing a script. */
@NullMarked
package org.mailstead.jmap.rules;

import org.jspecify.annotations.NullMarked;
