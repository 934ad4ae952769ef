/** The HTTP server. Knows no pages: whoever has some hands it handlers. */
@NullMarked
package org.mailstead.http;

import org.jspecify.annotations.NullMarked;
