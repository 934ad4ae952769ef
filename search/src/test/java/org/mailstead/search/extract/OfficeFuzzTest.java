package org.mailstead.search.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Duration;

/** Whatever is attached is read or refused, within the limits. */
class OfficeFuzzTest {
  private static final Limits LIMITS =
      new Limits(1 << 20, 4 << 20, 50, 10_000, Duration.ofSeconds(5));
  private static final String[] NAMES = {"a.docx", "a.xlsx", "a.pptx", "a.odt", "a.ics", "a.eml"};

  @FuzzTest(maxDuration = "70s")
  void files(byte[] bytes) {
    try (var reader = new AttachmentText(LIMITS)) {
      for (String name : NAMES) {
        assertTrue(reader.read("", name, bytes).orEmpty().length() <= LIMITS.text());
      }
    }
  }

  @FuzzTest(maxDuration = "70s")
  void inside(byte[] bytes) throws IOException {
    String xml = new String(bytes, ISO_8859_1);
    byte[] packed =
        Zip.of(
            "content.xml",
            xml,
            "word/document.xml",
            xml,
            "xl/worksheets/a.xml",
            xml,
            "ppt/slides/a.xml",
            "<a>" + xml + "</a>");
    files(packed);
  }
}
