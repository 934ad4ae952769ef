/** ManageSieve (RFC 5804): people's programs put, read and choose their scripts. */
@NullMarked
package org.mailstead.sieve;

import org.jspecify.annotations.NullMarked;
