package org.mailstead.formats.mime;

/**
 * The text of a part, as JMAP's EmailBodyValue has it (RFC 8621 section 4.1.4).
 *
 * @param encodingProblem whether octets could not be read in the character set that was named, or
 *     it is none that we know
 * @param truncated whether the part is longer
 */
public record DecodedText(String text, boolean encodingProblem, boolean truncated) {}
