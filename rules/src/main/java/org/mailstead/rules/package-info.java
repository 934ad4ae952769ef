/**
 * Sieve (RFC 5228 and its extensions): scripts to checked programs, and what a program decides
 * about a message. Nothing is done here; what a script asks of its surroundings comes by {@link
 * org.mailstead.rules.Surroundings}.
 */
@NullMarked
package org.mailstead.rules;

import org.jspecify.annotations.NullMarked;
