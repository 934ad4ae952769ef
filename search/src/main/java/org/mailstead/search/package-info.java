/** Finds mail: an index of all accounts of a home, fed from their logs. */
@NullMarked
package org.mailstead.search;

import org.jspecify.annotations.NullMarked;
