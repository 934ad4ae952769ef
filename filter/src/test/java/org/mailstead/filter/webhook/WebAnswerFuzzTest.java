package org.mailstead.filter.webhook;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.mailstead.filter.hook.Opinion;

/** Whatever is answered, it is an opinion within its limits, or a clear error. */
class WebAnswerFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void anyAnswerEnds(byte[] json) {
    try {
      Opinion opinion = WebAnswer.parse(json);
      if (opinion.fields().size() > 100 || opinion.why().length() > 1000) {
        throw new AssertionError("unbounded: " + opinion);
      }
    } catch (IOException expected) {
      if (expected.getMessage() == null) {
        throw new AssertionError("an error without a word", expected);
      }
    }
  }
}
