package org.mailstead.filter.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.origin.MessageFlow;

/** Whatever a filter answers, it ends with an opinion or a clear error. */
class MilterFuzzTest {
  private static final byte[] MESSAGE = "From: a@x.test\r\n\r\nhello\r\n".getBytes(ISO_8859_1);

  @FuzzTest(maxDuration = "60s")
  void anyAnswerEnds(byte[] answers) throws IOException {
    var envelope =
        new HookEnvelope(
            "q",
            "mx",
            InetAddress.getLoopbackAddress(),
            "c",
            "",
            false,
            "",
            List.of("a@x.test", "b@x.test"));
    var talk =
        new MilterTalk(
            () ->
                new MilterLine(
                    new ByteArrayInputStream(answers),
                    OutputStream.nullOutputStream(),
                    () -> {},
                    Duration.ofSeconds(10)),
            envelope);
    var flow = new MessageFlow(OutputStream.nullOutputStream(), "mx", talk);
    flow.write(MESSAGE);
    flow.finish();
    try {
      talk.finish();
    } catch (IOException expected) {
      if (expected.getMessage() == null) {
        throw new AssertionError("an error without a word", expected);
      }
    }
  }
}
