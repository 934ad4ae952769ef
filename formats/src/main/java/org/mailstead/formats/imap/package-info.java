/** How IMAP writes what is known of a message. */
@NullMarked
package org.mailstead.formats.imap;

import org.jspecify.annotations.NullMarked;
