package org.mailstead.formats.mime;

/**
 * How much of a hostile message is looked at. What is beyond a limit stays in the message, and is
 * served with it; it is only not described.
 *
 * @param header octets kept of the message's own header
 * @param partHeader octets kept of each header inside the message
 * @param partHeaders octets kept of all headers inside the message together
 * @param fields fields kept of one header
 * @param depth entities inside each other; what lies deeper is one opaque leaf
 * @param parts entities in the whole message; what follows belongs to an epilogue
 * @param items addresses and parameters in the whole message, since each costs far more memory than
 *     its two octets
 * @param parameters parameters of one field
 * @param boundary octets of a boundary; a multipart with a longer one has none
 */
public record MimeLimits(
    int header,
    int partHeader,
    int partHeaders,
    int fields,
    int depth,
    int parts,
    int items,
    int parameters,
    int boundary) {
  /** What a server uses. The boundary fits into any legal line (RFC 5322 section 2.1.1). */
  public static final MimeLimits DEFAULT =
      new MimeLimits(1 << 20, 256 << 10, 8 << 20, 10_000, 100, 10_000, 50_000, 64, 996);

  public MimeLimits {
    if (header < 1 || partHeader < 1 || partHeaders < 1 || fields < 1 || depth < 1) {
      throw new IllegalArgumentException("a limit is below 1");
    }
    if (parts < 1 || items < 1 || parameters < 1 || boundary < 1) {
      throw new IllegalArgumentException("a limit is below 1");
    }
  }
}
