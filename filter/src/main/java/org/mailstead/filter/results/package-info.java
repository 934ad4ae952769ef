/**
 * Authentication-Results: what was found about who sent a message, in a header field (RFC 8601).
 */
@NullMarked
package org.mailstead.filter.results;

import org.jspecify.annotations.NullMarked;
