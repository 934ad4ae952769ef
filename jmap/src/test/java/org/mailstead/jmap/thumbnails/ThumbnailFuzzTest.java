package org.mailstead.jmap.thumbnails;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;

/** Any octets at all, as a picture. */
class ThumbnailFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void picture(byte[] bytes) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try {
      Thumbnail made = Thumbnail.of(bytes, 64, end);
      BufferedImage image = Pictures.read(made.octets());
      assertTrue(Math.max(image.getWidth(), image.getHeight()) <= 64);
    } catch (Unreadable e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  @FuzzTest(maxDuration = "65s")
  void exif(byte[] bytes) {
    byte[] segment = new byte[Math.min(bytes.length, 60_000) + 6];
    System.arraycopy(Pictures.exif(1), 0, segment, 0, 6);
    System.arraycopy(bytes, 0, segment, 6, segment.length - 6);
    byte[] file = Pictures.with(new byte[] {-1, -40, -1, -39}, 0xe1, segment);
    int orientation = JpegFacts.of(file).orientation();
    assertTrue(orientation >= 1 && orientation <= 8);
  }
}
