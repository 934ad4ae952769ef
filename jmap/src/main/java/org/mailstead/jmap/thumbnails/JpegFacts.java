package org.mailstead.jmap.thumbnails;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the JDK's reader of JPEG does not tell before it has read all.
 *
 * @param orientation 1 to 8, as Exif has it: which of the first row and column is where
 * @param adobe how four colours are written: 0 as they are, 2 as YCCK; -1 where Adobe did not write
 * @param colours of a pixel
 * @param scans how often the whole picture is gone through
 */
record JpegFacts(int orientation, int adobe, int colours, int scans) {
  /** What holds for files of other formats. */
  static final JpegFacts NONE = new JpegFacts(1, -1, 3, 1);

  private static final int SOS = 0xda;
  private static final int EXIF = 0xe1;
  private static final int ADOBE = 0xee;
  private static final int ORIENTATION = 0x0112;
  private static final int MOST_ENTRIES = 200;

  static JpegFacts of(byte[] jpeg) {
    int orientation = 1;
    int adobe = -1;
    int colours = 3;
    int scans = 0;
    int at = 2;
    while (at + 4 <= jpeg.length) {
      int marker = jpeg[at + 1] & 0xff;
      if (jpeg[at] != (byte) 0xff || !isSegment(marker)) {
        at++; // coded picture, or what fills it up
        continue;
      }
      int length = ((jpeg[at + 2] & 0xff) << 8) | (jpeg[at + 3] & 0xff);
      int start = at + 4;
      int end = Math.min(jpeg.length, at + 2 + Math.max(length, 2));
      switch (marker) {
        case SOS -> scans++;
        case EXIF -> {
          if (starts(jpeg, start, end, "Exif\0\0") && orientation == 1) {
            orientation = orientation(ByteBuffer.wrap(jpeg, start + 6, end - start - 6).slice());
          }
        }
        case ADOBE -> {
          if (starts(jpeg, start, end, "Adobe") && end - start >= 12) {
            adobe = jpeg[start + 11];
          }
        }
        case 0xc0, 0xc1, 0xc2 -> {
          if (end - start >= 6) {
            colours = jpeg[start + 5];
          }
        }
        default -> {
          // tables and words
        }
      }
      at = end;
    }
    return new JpegFacts(orientation, adobe, colours, scans);
  }

  /** Whether a length follows; after 0xff in a coded picture comes none of these. */
  private static boolean isSegment(int marker) {
    return marker >= 0xc0 && marker <= 0xfe && (marker < 0xd0 || marker > 0xd9);
  }

  private static boolean starts(byte[] octets, int at, int end, String word) {
    return end - at >= word.length()
        && new String(octets, at, word.length(), ISO_8859_1).equals(word);
  }

  /** Of the first directory of a TIFF file, which Exif is. */
  private static int orientation(ByteBuffer tiff) {
    try {
      tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = Math.min(tiff.getShort(directory) & 0xffff, MOST_ENTRIES);
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i;
        if (tiff.getShort(entry) == ORIENTATION) {
          int value = tiff.getShort(entry + 8);
          return value >= 1 && value <= 8 ? value : 1;
        }
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException _) {
      // it lies about where it is: the picture is shown as it stands
    }
    return 1;
  }
}
