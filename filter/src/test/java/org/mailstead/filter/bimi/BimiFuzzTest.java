package org.mailstead.filter.bimi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A record leads to HTTPS or nowhere. */
class BimiFuzzTest {
  @FuzzTest(maxDuration = "40s")
  void records(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    for (String record : new String[] {text, "v=BIMI1; l=" + text}) {
      BimiRecord.parse(record)
          .flatMap(BimiRecord::picture)
          .ifPresent(
              uri -> assertEquals("https", uri.getScheme().toLowerCase(java.util.Locale.ROOT)));
    }
  }
}
