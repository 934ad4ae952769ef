package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.testkit.TnefFile;
import org.mailstead.testkit.TnefFile.Property;

/** Any octets at all, as a winmail.dat and as the RTF in one. */
class TnefFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void file(byte[] bytes) throws IOException {
    check(bytes);
    byte[] behind = new TnefFile(1252).attribute(1, 0x00069003, bytes).bytes();
    check(behind);
  }

  private static void check(byte[] bytes) throws IOException {
    List<UnpackedFile> files = Winmail.unpack(ByteSource.of(bytes), true).orElse(List.of());
    for (UnpackedFile file : files) {
      assertTrue(!file.name().isEmpty() && file.type().contains("/"));
      try (InputStream in = file.octets().open(0, file.octets().length())) {
        assertEquals(file.octets().length(), in.readAllBytes().length);
      }
    }
  }

  @FuzzTest(maxDuration = "65s")
  void rtf(byte[] bytes) throws IOException {
    assertTrue(RtfText.of(bytes, 1000).length() <= 1000);
    check(new TnefFile(1252).message(Property.octets(TnefFile.RTF, bytes)).bytes());
    try {
      assertTrue(CompressedRtf.unpack(bytes, 1000).length <= 1000);
    } catch (BrokenTnefException e) {
      String kind = bytes.length < 16 ? "" : new String(bytes, 8, 4, ISO_8859_1);
      assertFalse(kind.equals("LZFu") || kind.equals("MELA"), kind);
    }
  }
}
