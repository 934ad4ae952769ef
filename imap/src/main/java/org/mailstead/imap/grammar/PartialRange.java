package org.mailstead.imap.grammar;

/**
 * Some of many results by their places, from the first (1) on or from the last (-1) on (RFC 9394).
 *
 * @param from as it was said, perhaps beyond {@code to}
 */
public record PartialRange(long from, long to) {
  // partial-range = nz-number ":" nz-number / "-" nz-number ":" "-" nz-number
  static PartialRange parse(ImapReader in) throws SyntaxException {
    boolean last = in.peek() == '-';
    long from = bound(in, last);
    in.expect(':');
    return new PartialRange(from, bound(in, last));
  }

  private static long bound(ImapReader in, boolean last) throws SyntaxException {
    if (last) {
      in.expect('-');
    }
    long number = in.number(SequenceSet.MAX);
    if (number == 0) {
      throw new SyntaxException("places begin at 1");
    }
    return last ? -number : number;
  }

  /** The first place of so many that is in it, from 0. */
  public int first(int size) {
    long low = Math.min(from, to);
    return Math.clamp(low > 0 ? low - 1 : size + low, 0, size);
  }

  /** The place after the last one in it. */
  public int end(int size) {
    long high = Math.max(from, to);
    return Math.clamp(high > 0 ? high : size + high + 1, first(size), size);
  }

  @Override
  public String toString() {
    // Clients and imaptest know a range by its lower bound first (RFC 5267 section 4.4).
    boolean swap = from > 0 && from > to;
    return swap ? to + ":" + from : from + ":" + to;
  }
}
