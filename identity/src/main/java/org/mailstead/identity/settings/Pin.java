package org.mailstead.identity.settings;

/**
 * A value that stands in the home's file, which holds it fast.
 *
 * @param line where; 0 when it was given with the command that started the server
 */
public record Pin(String text, int line) {}
