package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;
import org.mailstead.wire.Line;

/** Whatever another server answers, it is an answer of bounded size, or refused. */
class ReplyFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void anAnswerIsUnderstoodOrRefused(byte[] bytes) {
    var lines = new Lines(bytes);
    try {
      while (true) {
        Reply reply = Reply.read(lines::next);
        assertTrue(reply.code() >= 200 && reply.code() <= 599);
        assertTrue(reply.status().matches("[245]\\.\\d{1,3}\\.\\d{1,3}"), reply.status());
        assertTrue(reply.text().length() <= 1000);
        assertFalse(reply.text().chars().anyMatch(Character::isISOControl), reply.text());
        assertTrue(Offer.of(reply).maxSize() >= 0);
      }
    } catch (IOException e) {
      // Refused, or the end.
    }
  }

  /** Cuts bytes into lines as a connection does. */
  private static final class Lines {
    private final byte[] bytes;
    private int at;

    Lines(byte[] bytes) {
      this.bytes = bytes;
    }

    Line next() {
      if (at == bytes.length) {
        return new Line.End();
      }
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      byte[] line = Arrays.copyOfRange(bytes, at, end);
      at = Math.min(bytes.length, end + 1);
      return line.length > Reply.MAX_LINE
          ? new Line.TooLong(Arrays.copyOf(line, Reply.MAX_LINE))
          : new Line.Text(line, true);
    }
  }
}
