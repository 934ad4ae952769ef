/** Programs of the operator's that are asked about each message, whatever they are spoken to in. */
@NullMarked
package org.mailstead.filter.hook;

import org.jspecify.annotations.NullMarked;
