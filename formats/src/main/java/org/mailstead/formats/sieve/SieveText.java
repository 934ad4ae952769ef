package org.mailstead.formats.sieve;

/**
 * A string of a script.
 *
 * @param value without quotes and escapes; line ends are CRLF whatever they were
 */
public record SieveText(Place place, String value) {}
