package org.mailstead.filter.dkim;

import java.util.OptionalLong;

/**
 * Which SHA-256 of a body is wanted.
 *
 * @param length octets of the canonical form; empty for all of it
 */
record BodyHash(Canonicalization form, OptionalLong length) {}
