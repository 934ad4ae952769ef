/**
 * Messages as JMAP has them (RFC 8621 section 4): the forms of header fields, the parts of a body
 * and their text, and the writing of a message from them.
 */
@NullMarked
package org.mailstead.formats.jmap;

import org.jspecify.annotations.NullMarked;
