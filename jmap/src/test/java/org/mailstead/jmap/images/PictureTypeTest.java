package org.mailstead.jmap.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What octets are pictures. */
class PictureTypeTest {
  private static Optional<PictureType> of(String octets) {
    return PictureType.of(octets.getBytes(ISO_8859_1));
  }

  @Test
  void picturesThatOtherProgramsWriteAreKnown() throws Exception {
    var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    Map<String, PictureType> formats =
        Map.of(
            "png", PictureType.PNG,
            "jpg", PictureType.JPEG,
            "gif", PictureType.GIF,
            "bmp", PictureType.BMP);
    for (var format : formats.entrySet()) {
      var out = new ByteArrayOutputStream();
      assertTrue(ImageIO.write(image, format.getKey(), out));
      assertEquals(Optional.of(format.getValue()), PictureType.of(out.toByteArray()));
    }
  }

  @Test
  void theOthersAreKnownByTheirFirstOctets() {
    assertEquals(Optional.of(PictureType.WEBP), of("RIFF\0\1\0\0WEBPVP8 xxxx"));
    assertEquals(Optional.of(PictureType.WEBP), of("RIFF\0\1\0\0WEBPVP8Lxxxx"));
    assertEquals(Optional.of(PictureType.AVIF), of("\0\0\0\u001cftypavif\0\0\0\0mif1miafxx"));
    assertEquals(Optional.of(PictureType.AVIF), of("\0\0\0 ftypmif1\0\0\0\0mif1avif1234"));
    assertEquals(Optional.of(PictureType.ICO), of("\0\0\1\0\1\0" + "\u0010".repeat(20)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<?xml version='1.0'?><svg/>",
        "<!doctype html>",
        "%PDF-1.7",
        "BM",
        "BMW makes cars, and not pictures",
        "GIF86a",
        "\u0089PNG",
        "RIFF\0\1\0\0WAVEfmt ",
        "\0\0\0\u001cftypmp42\0\0\0\0mp42isom",
        "\0\0\0\u001cftypheic\0\0\0\0mif1heic",
        "\0\0\0\u000cftypisom\0\0avif",
        "\0\0\1\0",
        "\u001f\u008b\b\0",
        "II*\0",
        " \u0089PNG\r\n\u001a\n"
      })
  void nothingElseIsAPicture(String octets) {
    assertEquals(Optional.empty(), of(octets));
  }

  @FuzzTest(maxDuration = "70s")
  void anyOctetsAreLookedAt(byte[] octets) {
    Optional<PictureType> type = PictureType.of(octets);
    assertTrue(type.isEmpty() || octets.length > 2);
    assertTrue(type.isEmpty() || (octets[0] != '<' && octets[0] != ' '), "markup");
  }
}
