package org.mailstead.formats.mime;

/** A part with the number by which IMAP knows it, such as {@code 1.2}. */
public record NumberedPart(String number, Part part) {}
