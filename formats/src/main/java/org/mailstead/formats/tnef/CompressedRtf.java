package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** RTF as Outlook packs it (MS-OXRTFCP): LZ77 over a window that begins with usual words. */
final class CompressedRtf {
  private static final int COMPRESSED = 0x75465a4c;
  private static final int PLAIN = 0x414c454d;
  private static final int HEADER = 16;
  private static final int WINDOW = 4096;

  /** What every sender and reader has in the window at first. */
  private static final String USUAL =
      "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern"
          + " \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0"
          + "\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

  private CompressedRtf() {}

  /**
   * What is inside, cut where it becomes too much and where it is broken. The checksum is not
   * looked at: a text that can be read is worth more.
   *
   * @param most octets that come out of it
   */
  static byte[] unpack(byte[] packed, int most) throws BrokenTnefException {
    if (packed.length < HEADER) {
      throw new BrokenTnefException("the RTF ends before it begins");
    }
    int length = Math.clamp(number(packed, 4) & 0xffffffffL, 0, most);
    return switch (number(packed, 8)) {
      case PLAIN ->
          Arrays.copyOfRange(packed, HEADER, HEADER + Math.min(length, packed.length - HEADER));
      case COMPRESSED -> unpacked(packed, length);
      default -> throw new BrokenTnefException("the RTF is packed as nobody else packs it");
    };
  }

  private static int number(byte[] from, int at) {
    return (from[at] & 0xff)
        | ((from[at + 1] & 0xff) << 8)
        | ((from[at + 2] & 0xff) << 16)
        | (from[at + 3] << 24);
  }

  private static byte[] unpacked(byte[] packed, int length) {
    byte[] window = new byte[WINDOW];
    byte[] usual = USUAL.getBytes(US_ASCII);
    System.arraycopy(usual, 0, window, 0, usual.length);
    int end = usual.length;
    // The length is only said by the sender: a reference of two octets makes at most 17.
    byte[] out = new byte[(int) Math.min(length, 9L * packed.length)];
    int written = 0;
    int at = HEADER;
    while (at < packed.length && written < out.length) {
      int flags = packed[at++];
      for (int bit = 0; bit < 8 && at < packed.length && written < out.length; bit++) {
        if (((flags >> bit) & 1) == 0) {
          out[written++] = window[end] = packed[at++];
          end = (end + 1) & (WINDOW - 1);
          continue;
        }
        if (at + 1 >= packed.length) {
          return Arrays.copyOf(out, written);
        }
        int reference = ((packed[at] & 0xff) << 8) | (packed[at + 1] & 0xff);
        at += 2;
        int from = reference >> 4;
        if (from == end) {
          return Arrays.copyOf(out, written); // that is how the end is marked
        }
        for (int left = (reference & 15) + 2; left > 0 && written < out.length; left--) {
          out[written++] = window[end] = window[from];
          from = (from + 1) & (WINDOW - 1);
          end = (end + 1) & (WINDOW - 1);
        }
      }
    }
    return Arrays.copyOf(out, written);
  }
}
