package org.mailstead.formats.mime;

/**
 * A parameter as BODYSTRUCTURE lists it: still in the segments and encodings of RFC 2231.
 *
 * @param name lower case, with the asterisks of RFC 2231
 * @param value its quoting removed
 */
public record Parameter(String name, Octets value) {}
