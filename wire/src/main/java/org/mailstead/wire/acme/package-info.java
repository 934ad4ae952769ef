/** Certificates from a CA by ACME (RFC 8555): orders, proofs, renewal in time. */
@NullMarked
package org.mailstead.wire.acme;

import org.jspecify.annotations.NullMarked;
