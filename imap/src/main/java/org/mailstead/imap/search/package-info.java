/**
 * SEARCH (RFC 9051 section 6.4.4), ESEARCH (RFC 4731), SORT and THREAD (RFC 5256), CONTEXT (RFC
 * 5267), MULTISEARCH (RFC 7377), FUZZY (RFC 6203), FILTERS (RFC 5466), UIDBATCHES (RFC 10022).
 */
@NullMarked
package org.mailstead.imap.search;

import org.jspecify.annotations.NullMarked;
