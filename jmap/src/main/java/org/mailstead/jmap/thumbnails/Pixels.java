package org.mailstead.jmap.thumbnails;

/**
 * A picture.
 *
 * @param argb rows of pixels, the first on top
 */
record Pixels(int width, int height, int[] argb) {

  /** The same in a square of this size; it is never made larger. */
  Pixels within(int size) {
    int longest = Math.max(width, height);
    if (longest <= size) {
      return this;
    }
    int w = Math.max(1, Math.round((float) width * size / longest));
    int h = Math.max(1, Math.round((float) height * size / longest));
    int[] small = new int[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        small[y * w + x] =
            mean(x * width / w, (x + 1) * width / w, y * height / h, (y + 1) * height / h);
      }
    }
    return new Pixels(w, h, small);
  }

  /** Of a rectangle; what cannot be seen has no colour. */
  private int mean(int left, int right, int top, int bottom) {
    int endX = Math.max(right, left + 1);
    int endY = Math.max(bottom, top + 1);
    long alpha = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int y = top; y < endY; y++) {
      for (int x = left; x < endX; x++) {
        int pixel = argb[y * width + x];
        int a = pixel >>> 24;
        alpha += a;
        red += (long) a * ((pixel >> 16) & 0xff);
        green += (long) a * ((pixel >> 8) & 0xff);
        blue += (long) a * (pixel & 0xff);
      }
    }
    if (alpha == 0) {
      return 0;
    }
    long count = (long) (endX - left) * (endY - top);
    return ((int) (alpha / count) << 24)
        | ((int) (red / alpha) << 16)
        | ((int) (green / alpha) << 8)
        | (int) (blue / alpha);
  }

  /** As it was when it was taken, by the orientation that Exif tells. */
  Pixels turned(int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return this;
    }
    boolean lying = orientation >= 5;
    int w = lying ? height : width;
    int h = lying ? width : height;
    int[] turned = new int[argb.length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        turned[y * w + x] = argb[source(orientation, x, y)];
      }
    }
    return new Pixels(w, h, turned);
  }

  private int source(int orientation, int x, int y) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (orientation) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> y * width + x;
    };
  }

  boolean isOpaque() {
    for (int pixel : argb) {
      if (pixel >>> 24 != 0xff) {
        return false;
      }
    }
    return true;
  }
}
