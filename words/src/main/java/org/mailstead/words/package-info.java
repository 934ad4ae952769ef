/** The values that every room speaks. Depends on nothing. */
@NullMarked
package org.mailstead.words;

import org.jspecify.annotations.NullMarked;
