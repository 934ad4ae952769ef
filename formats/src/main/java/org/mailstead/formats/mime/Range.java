package org.mailstead.formats.mime;

/** Octets {@code [start, end)} of a message. */
public record Range(long start, long end) {
  /** How many. */
  public long length() {
    return end - start;
  }
}
