package org.mailstead.formats.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Any bytes at all, to the parser of scripts. */
class SieveFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void parser(byte[] script) {
    try {
      List<SieveCommand> commands = SieveParser.parse(script, SieveLimits.DEFAULT);
      String written = SieveWriter.write(commands);
      assertEquals(written, SieveWriter.write(SieveParser.parse(written)));
    } catch (SieveSyntaxException e) {
      assertTrue(e.error().place().line() >= 1 && e.error().place().column() >= 1);
    }
  }
}
