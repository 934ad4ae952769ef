package org.mailstead.formats.mime;

/**
 * Where an entity lies, in octets from the start of the message as it was received. The header is
 * {@code [start, body)} with the empty line that ends it, the body {@code [body, end)}; the line
 * end before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
 *
 * @param lines line ends in the body, as BODYSTRUCTURE counts them (RFC 9051 section 7.5.2)
 */
public record Extent(long start, long body, long end, long lines) {
  public Extent {
    if (start < 0 || body < start || end < body || lines < 0 || lines > end - body) {
      throw new IllegalArgumentException(start + ", " + body + ", " + end + ", " + lines);
    }
  }

  /** Octets of the body, in its transfer encoding. */
  public long size() {
    return end - body;
  }
}
