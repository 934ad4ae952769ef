/** Asks a program of the operator's about each message, by HTTP. */
@NullMarked
package org.mailstead.filter.webhook;

import org.jspecify.annotations.NullMarked;
