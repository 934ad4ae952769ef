package org.mailstead.filter.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.dkim.SignedMessage;

/** Messages that flow by: forged results go, and nothing else. */
class MessageFlowTest {
  /** What was seen of a message, and what went on. */
  private static final class Seen implements MessageFlow.Eyes {
    final ByteArrayOutputStream onward = new ByteArrayOutputStream();
    final StringBuilder body = new StringBuilder();
    int headers;
    int fields;

    @Override
    public void header(SignedMessage header) {
      headers++;
      fields = header.header().fields().size();
    }

    @Override
    public void body(byte[] bytes, int off, int len) {
      body.append(new String(bytes, off, len, ISO_8859_1));
    }

    String text() {
      return onward.toString(ISO_8859_1);
    }
  }

  private static Seen flow(String message, int piece) {
    var seen = new Seen();
    var flow = new MessageFlow(seen.onward, "mx.test", seen);
    byte[] octets = message.getBytes(ISO_8859_1);
    try {
      for (int at = 0; at < octets.length; at += piece) {
        flow.write(octets, at, Math.min(piece, octets.length - at));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    flow.finish();
    return seen;
  }

  private static void becomes(String wanted, String message) {
    for (int piece : new int[] {1, 2, 3, 7, 64, 100_000}) {
      Seen seen = flow(message, piece);
      assertEquals(wanted, seen.text(), "in pieces of " + piece);
      assertEquals(1, seen.headers);
    }
  }

  @Test
  void whatOthersWriteInOurNameGoes() {
    String body = "\r\nAuthentication-Results: mx.test; none\r\n.\r\n\r\n";
    becomes(
        "A: 1\r\nB: 2\r\n two\r\n" + body,
        "A: 1\r\nAuthentication-Results: mx.test;\r\n dmarc=pass\r\n"
            + "AUTHENTICATION-RESULTS : (x) \"MX.test\" 1; spf=pass\r\nB: 2\r\n two\r\n"
            + "Authentication-Results: mx.test\r\n"
            + body);
  }

  @Test
  void everythingElseStays() {
    for (String message :
        List.of(
            "",
            "\r\n",
            "A: 1",
            "A: 1\r\n",
            "A: 1\r\n\r\n",
            "A: 1\r\n\r\nbody",
            "no field at all\r\nreally\r\n\r\nbody",
            "Authentication-Results: other.test; dmarc=pass\r\n\r\n",
            "X-Authentication-Results: mx.test; none\r\nARC-Authentication-Results: i=1; mx.test;"
                + " none\r\n\r\nx",
            "A: 1\nB: 2\n\nbody\n",
            "A: b\u0000\u00ff\r\n\r\n\r\n\r\n")) {
      becomes(message, message);
    }
  }

  @Test
  void linesMayEndAnotherWay() {
    becomes("A: 1\nB: 2\n\nx", "A: 1\nAuthentication-Results: mx.test; none\nB: 2\n\nx");
    becomes("A: 1\rB: 2\r\rx", "A: 1\rAuthentication-Results: mx.test; none\rB: 2\r\rx");
  }

  @Test
  void theBodyIsSeenAsItIs() {
    Seen seen = flow("A: 1\r\n\r\nbody \r\n\r\nmore", 3);
    assertEquals("body \r\n\r\nmore", seen.body.toString());
    assertEquals(1, seen.fields);
  }

  @Test
  void aHeaderWithoutEndIsNotHeldForEver() throws Exception {
    var seen = new Seen();
    var flow = new MessageFlow(seen.onward, "mx.test", seen);
    byte[] line = ("X: " + "x".repeat(900) + "\r\n").getBytes(ISO_8859_1);
    for (int i = 0; i < 10_000; i++) {
      flow.write(line, 0, line.length);
    }
    flow.finish();
    assertTrue(flow.isTooLarge());
    assertEquals(0, seen.onward.size());
    assertEquals(0, seen.headers);
  }

  @Test
  void anyMessageWithoutForgeriesStaysInAnyPieces() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    String[] words = {"A:", " x", "\r\n", "\r\n\r\n", "\n", "\r", "From:", "\u0000", "b", ":"};
    for (int i = 0; i < 3000; i++) {
      var message = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        message.append(words[random.nextInt(words.length)]);
      }
      Seen seen = flow(message.toString(), 1 + random.nextInt(9));
      assertEquals(message.toString(), seen.text(), "seed " + seed);
    }
  }
}
