package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.wire.Line;

/** Answers of other servers (RFC 5321 section 4.2). */
class ReplyTest {
  private static Reply read(String... lines) throws IOException {
    Deque<String> left = new ArrayDeque<>(List.of(lines));
    return Reply.read(
        () -> left.isEmpty() ? new Line.End() : new Line.Text(left.pop().getBytes(UTF_8), true));
  }

  @Test
  void linesOfOneAnswerBelongTogether() throws IOException {
    Reply reply = read("250-mx.test hello", "250-SIZE 1000", "250 PIPELINING", "250 next");
    assertEquals(250, reply.code());
    assertEquals(List.of("mx.test hello", "SIZE 1000", "PIPELINING"), reply.lines());
    assertEquals(1000, Offer.of(reply).maxSize());
    assertTrue(Offer.of(reply).has("PIPELINING"));
    assertFalse(Offer.of(reply).has("mx.test"));
  }

  @Test
  void theEnhancedCodeCountsWhenItsClassFits() throws IOException {
    assertEquals("5.1.1", read("550 5.1.1 no").status());
    assertEquals("5.0.0", read("550 4.1.1 no").status());
    assertEquals("5.0.0", read("550 no").status());
    assertEquals("4.0.0", read("450").status());
    assertEquals("2.1.5", read("250 2.1.5").status());
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    for (String line :
        List.of("", "2", "25", "25x fine", "650 no", "150 no", "250_fine", "HTTP/1.1")) {
      assertThrows(Reply.Broken.class, () -> read(line), line);
    }
    assertThrows(Reply.Broken.class, () -> read("250-a", "251 b"));
    assertThrows(EOFException.class, () -> read("250-a"));
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() {
    assertThrows(
        Reply.Broken.class, () -> Reply.read(() -> new Line.Text("250-on".getBytes(UTF_8), true)));
  }

  @Test
  void theCodeOfALineThatIsTooLongCounts() throws IOException {
    byte[] start = ("550 5.7.1 " + "x".repeat(Reply.MAX_LINE)).getBytes(UTF_8);
    Reply reply = Reply.read(() -> new Line.TooLong(start));
    assertEquals("5.7.1", reply.status());
    assertEquals(1000, reply.text().length());
  }

  @Test
  void nothingInATextCanDriveATerminalOrEndALine() throws IOException {
    String text = read("550 a\u001b[2Jb\u009b1mc\u0085d\u2028e\rf").text();
    assertEquals("a [2Jb 1mc d e f", text);
  }
}
