package org.mailstead.discovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whatever is sent is understood or refused. */
class AutodiscoverRequestFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void request(byte[] sent) {
    Optional<AutodiscoverRequest> read = AutodiscoverRequest.parse(sent);
    String text = new String(sent, StandardCharsets.ISO_8859_1);
    if (text.contains("<!DOCTYPE") && read.isPresent()) {
      // Only within a comment or CDATA, where it is no declaration.
      assertTrue(text.contains("<!--") || text.contains("<![CDATA[") || text.contains("<?"), text);
    }
    read.ifPresent(
        one -> assertTrue(one.address().length() <= 1000 && one.schema().length() <= 1000));
  }
}
