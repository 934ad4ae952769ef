package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;

/** Any script on any message: errors with places, or a decision, and never both. */
class RulesFuzzTest {
  private static final byte[] REQUIRE =
      ("require [\"" + String.join("\", \"", Extensions.all()) + "\"];").getBytes(UTF_8);

  @FuzzTest(maxDuration = "75s")
  void compileAndRun(FuzzedDataProvider data) {
    byte[] tail = data.consumeBytes(4000);
    byte[] message = data.consumeRemainingAsBytes();
    byte[] script = Arrays.copyOf(REQUIRE, REQUIRE.length + tail.length);
    System.arraycopy(tail, 0, script, REQUIRE.length, tail.length);
    switch (ScriptCompiler.compile("fuzz", script)) {
      case Compiled.Wrong(var errors) -> {
        assertFalse(errors.isEmpty());
        assertTrue(errors.stream().allMatch(error -> error.place().line() >= 1));
      }
      case Compiled.Right(Program program) -> {
        Outcome outcome =
            Rules.run(
                List.of(program),
                ByteSource.of(message),
                new MailEnvelope("a@example.org", "b@example.org", Optional.empty()),
                Svtest.nowhere(() -> Instant.EPOCH));
        assertTrue(outcome.failure().isEmpty() || outcome.actions().size() == 1);
      }
    }
  }
}
