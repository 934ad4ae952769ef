package org.mailstead.filter.results;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever is read or written, nobody puts a result into another's mouth. */
class ResultsFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void reading(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    try {
      AuthenticationResults.parse("mx.test; spf=pass " + text);
      AuthenticationResults read = AuthenticationResults.parse(text);
      assertTrue(read.results().size() <= 200);
      assertTrue(AuthenticationResults.claims(text, read.service()));
    } catch (ResultsSyntaxException e) {
      assertFalse(e.why().isEmpty());
    }
  }

  @FuzzTest(maxDuration = "65s")
  void writing(byte[] octets) throws ResultsSyntaxException {
    String text = new String(octets, ISO_8859_1);
    MethodResult result =
        MethodResult.of("spf", "fail").comment(text).because(text).with("smtp", "helo", text);
    var all = new AuthenticationResults("mx.test", List.of(result, MethodResult.of("arc", "none")));
    String field = all.field();
    assertFalse(field.replace("\r\n\t", "").replaceFirst("\r\n$", "").matches("(?s).*[\r\n].*"));
    AuthenticationResults read = AuthenticationResults.parse(field.substring(23));
    assertEquals(2, read.results().size());
    assertEquals("fail", read.results().getFirst().result());
    assertTrue(read.results().getFirst().properties().size() <= 1);
  }
}
