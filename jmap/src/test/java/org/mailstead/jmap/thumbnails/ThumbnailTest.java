package org.mailstead.jmap.thumbnails;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small pictures, of honest and of hostile files. */
class ThumbnailTest {
  private static long soon() {
    return System.nanoTime() + Duration.ofSeconds(60).toNanos();
  }

  private static BufferedImage of(byte[] file, int size) throws IOException {
    return Pictures.read(Thumbnail.of(file, size, soon()).octets());
  }

  private static boolean tooLarge(byte[] file) {
    return assertThrows(Unreadable.class, () -> Thumbnail.of(file, 64, soon())).isTooLarge();
  }

  /** Whether a pixel is more of this colour than of the others. */
  private static void assertColour(String name, BufferedImage image, int x, int y) {
    int pixel = image.getRGB(x, y);
    int red = pixel >> 16 & 0xff;
    int green = pixel >> 8 & 0xff;
    int blue = pixel & 0xff;
    String found =
        red > 150 && green < 100 ? "red" : green > 150 ? "green" : blue > 150 ? "blue" : "?";
    assertEquals(name, found, () -> Integer.toHexString(pixel) + " at " + x + "," + y);
  }

  @ParameterizedTest
  @CsvSource({"png, image/jpeg", "jpeg, image/jpeg", "gif, image/jpeg"})
  void picturesBecomeSmall(String format, String type) throws IOException {
    byte[] file = Pictures.written(Pictures.drawn(1000, 500, BufferedImage.TYPE_INT_RGB), format);
    assertEquals(type, Thumbnail.of(file, 200, soon()).type());
    BufferedImage small = of(file, 200);
    assertEquals("200 100", small.getWidth() + " " + small.getHeight());
    assertColour("red", small, 20, 20);
    assertColour("blue", small, 180, 20);
    assertColour("green", small, 100, 80);
  }

  @Test
  void smallPicturesStayAsTheyAre() throws IOException {
    BufferedImage same = of(Pictures.jpeg(30, 20), 256);
    assertEquals("30 20", same.getWidth() + " " + same.getHeight());
    BufferedImage thin = of(Pictures.written(Pictures.drawn(3000, 2, 1), "png"), 64);
    assertEquals("64 1", thin.getWidth() + " " + thin.getHeight());
  }

  @Test
  void whatShinesThroughStillDoes() throws IOException {
    var image = new BufferedImage(400, 400, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff00ff00);
    byte[] file = Pictures.written(image, "png");
    assertEquals("image/png", Thumbnail.of(file, 64, soon()).type());
    assertEquals(0, of(file, 64).getRGB(40, 40) >>> 24);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100, 50, red, blue, green",
    "2, 100, 50, blue, red, green",
    "3, 100, 50, green, green, blue",
    "4, 100, 50, green, green, red",
    "5, 50, 100, red, green, blue",
    "6, 50, 100, green, red, green",
    "7, 50, 100, green, blue, green",
    "8, 50, 100, blue, green, red"
  })
  void picturesStandAsTheyWereTaken(
      int orientation, int width, int height, String first, String right, String below)
      throws IOException {
    byte[] file = Pictures.with(Pictures.jpeg(1000, 500), 0xe1, Pictures.exif(orientation));
    BufferedImage small = of(file, 100);
    assertEquals(width + " " + height, small.getWidth() + " " + small.getHeight());
    assertColour(first, small, 5, 5);
    assertColour(right, small, width - 6, 5);
    assertColour(below, small, 5, height - 6);
  }

  @Test
  void whatExifSaysOfItselfIsNotBelieved() throws IOException {
    byte[] exif = Pictures.exif(6);
    for (int at = 6; at < exif.length; at++) {
      byte[] wrong = exif.clone();
      wrong[at] = (byte) 0xff;
      BufferedImage small = of(Pictures.with(Pictures.jpeg(200, 100), 0xe1, wrong), 64);
      assertEquals(64, Math.max(small.getWidth(), small.getHeight()));
    }
    assertEquals(
        1, JpegFacts.of(Pictures.with(Pictures.jpeg(9, 9), 0xe1, Pictures.exif(9))).orientation());
  }

  @Test
  void fourColoursBecomeThree() throws IOException {
    // Ink: no cyan, all magenta and yellow is red. Adobe writes all the other way round.
    assertColour("red", of(Pictures.fourColours(0, 255, 255, 0), 64), 9, 9);
    assertColour(
        "red",
        of(Pictures.with(Pictures.fourColours(255, 0, 0, 255), 0xee, Pictures.adobe(0)), 64),
        9,
        9);
    // What stands for red in YCbCr, once more turned round by the ink.
    assertColour(
        "red",
        of(Pictures.with(Pictures.fourColours(179, 171, 1, 255), 0xee, Pictures.adobe(2)), 64),
        9,
        9);
  }

  @Test
  void ofAnimationsTheFirstPictureIsShown() throws IOException {
    BufferedImage small = of(Pictures.animated(), 100);
    assertEquals("100 67", small.getWidth() + " " + small.getHeight());
    assertColour("red", small, 50, 30);
  }

  @Test
  void bombsAreNotUnpacked() throws IOException {
    byte[] bomb = Pictures.emptyPng(60_000, 60_000, 1 << 20);
    assertTrue(bomb.length < 5_000);
    assertTrue(tooLarge(bomb));
    assertTrue(tooLarge(Pictures.emptyPng(40_000_000, 1, 1 << 20)));
    assertTrue(tooLarge(Pictures.emptyPng(Integer.MAX_VALUE, Integer.MAX_VALUE, 1)));
  }

  /** As large as it may be, from a file of some kilobytes. */
  @Test
  void whatIsJustNotTooLargeIsReadInLittleMemory() throws IOException {
    byte[] file = Pictures.emptyPng(8_000, 5_000, 5_000 * 8_001L);
    assertTrue(file.length < 100_000);
    BufferedImage small = of(file, 512);
    assertEquals("512 320", small.getWidth() + " " + small.getHeight());
  }

  @Test
  void aPictureMadeOfManyScansIsRefused() throws IOException {
    byte[] jpeg = Pictures.progressive(200, 100);
    assertTrue(JpegFacts.of(jpeg).scans() > 1);
    assertEquals(64, of(jpeg, 64).getWidth());
    int scan = new String(jpeg, ISO_8859_1).lastIndexOf("\u00ff\u00da");
    ByteBuffer many = ByteBuffer.allocate(jpeg.length + 200 * (jpeg.length - scan));
    many.put(jpeg, 0, scan);
    for (int i = 0; i < 200; i++) {
      many.put(jpeg, scan, jpeg.length - scan - 2);
    }
    assertTrue(tooLarge(Arrays.copyOf(many.array(), many.position())));
  }

  @Test
  void theTimeIsLimited() {
    long before = System.nanoTime() - 1;
    byte[] file = Pictures.jpeg(100, 100);
    assertTrue(assertThrows(Unreadable.class, () -> Thumbnail.of(file, 64, before)).isTooLarge());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void filesThatEndTooEarlyAreRefusedOrShownInPart(String format) throws IOException {
    byte[] file = Pictures.written(Pictures.drawn(60, 40, BufferedImage.TYPE_INT_RGB), format);
    int shown = 0;
    for (int length = 0; length < file.length; length++) {
      try {
        BufferedImage small = of(Arrays.copyOf(file, length), 64);
        assertEquals("60 40", small.getWidth() + " " + small.getHeight());
        shown++;
      } catch (Unreadable e) {
        assertFalse(e.isTooLarge());
      }
    }
    assertTrue(shown < file.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GIF89a",
        "\u0089PNG\r\n\u001a\n",
        "\u00ff\u00d8\u00ff",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "RIFF\0\0\0\0WEBPVP8 ",
        "%PDF-1.4"
      })
  void whatIsNoPictureIsNone(String file) {
    assertFalse(tooLarge(file.getBytes(ISO_8859_1)));
  }
}
