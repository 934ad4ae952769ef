@NullMarked
package org.mailstead.formats.sieve;

import org.jspecify.annotations.NullMarked;
