/**
 * What a client says, as values: the syntax of RFC 9051 section 9 and of its extensions (RFC 4466).
 * Here lie all commands, FETCH items, SEARCH keys and number sets, and the parser of each.
 */
@NullMarked
package org.mailstead.imap.grammar;

import org.jspecify.annotations.NullMarked;
