package org.mailstead.jmap.thumbnails;

import java.awt.image.Raster;

/**
 * Pictures for printers (CMYK), which the JDK reads, but does not turn into colours of light. Who
 * writes four colours and means something else is no printer's program, and looks odd here.
 */
final class FourColours {
  private static final int YCCK = 2;

  private FourColours() {}

  /**
   * @param adobe as {@link JpegFacts} has it: what Adobe writes stands the other way round
   */
  static Pixels pixels(Raster raster, int adobe) throws Unreadable {
    if (raster.getNumBands() != 4) {
      throw Unreadable.none("it has another number of colours than it says");
    }
    int w = raster.getWidth();
    int h = raster.getHeight();
    int[] argb = new int[w * h];
    int[] row = new int[4 * w];
    for (int y = 0; y < h; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, w, 1, row);
      for (int x = 0; x < w; x++) {
        argb[y * w + x] = pixel(row, 4 * x, adobe);
      }
    }
    return new Pixels(w, h, argb);
  }

  private static int pixel(int[] row, int at, int adobe) {
    int first = row[at];
    int second = row[at + 1];
    int third = row[at + 2];
    int key = row[at + 3];
    if (adobe == YCCK) {
      // ITU-T T.871: what comes out are inks, and so is what is taken off the light.
      double blue = second - 128;
      double red = third - 128;
      second = 255 - octet(first - 0.344136 * blue - 0.714136 * red);
      third = 255 - octet(first + 1.772 * blue);
      first = 255 - octet(first + 1.402 * red);
    }
    boolean ink = adobe < 0;
    int light = ink ? 255 - key : key;
    return 0xff00_0000
        | (mixed(first, light, ink) << 16)
        | (mixed(second, light, ink) << 8)
        | mixed(third, light, ink);
  }

  private static int mixed(int colour, int light, boolean ink) {
    return (ink ? 255 - colour : colour) * light / 255;
  }

  private static int octet(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }
}
