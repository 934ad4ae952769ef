/**
 * URLs of messages: what they look like (RFC 5092), URLAUTH and URLFETCH (RFC 4467, RFC 5524),
 * partial ones (RFC 5550), and those that CATENATE takes (RFC 4469).
 */
@NullMarked
package org.mailstead.imap.url;

import org.jspecify.annotations.NullMarked;
