package org.mailstead.store;

/** One row: its key and its value. The array is the reader's own. */
public record Entry(Key key, byte[] value) {}
