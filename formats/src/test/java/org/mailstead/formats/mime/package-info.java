/** Tests of the formats of mail. */
@NullMarked
package org.mailstead.formats.mime;

import org.jspecify.annotations.NullMarked;
