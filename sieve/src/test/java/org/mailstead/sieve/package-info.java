/** Tests of ManageSieve. */
@NullMarked
package org.mailstead.sieve;

import org.jspecify.annotations.NullMarked;
