package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever a web server answers, it is an answer of bounded size, or refused. */
class HttpReplyFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void anAnswerIsUnderstoodOrRefused(byte[] octets) {
    Scripted peer = Scripted.of(new String(octets, ISO_8859_1));
    try {
      HttpReply reply = HttpReply.read(peer.reader(), 1000);
      assertTrue(reply.status() >= 200 && reply.status() <= 599);
      assertTrue(reply.body().length <= 1000);
    } catch (IOException e) {
      // Refused, or the end.
    } finally {
      peer.done();
    }
  }
}
