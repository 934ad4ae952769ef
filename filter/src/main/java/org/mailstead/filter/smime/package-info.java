/** Signatures of S/MIME (RFC 8551): whether they hold, and whose they are (RFC 8550). */
@NullMarked
package org.mailstead.filter.smime;

import org.jspecify.annotations.NullMarked;
