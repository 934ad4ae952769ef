package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** Lines, literals and bulk bytes, however the network cuts them. */
class WireReaderTest {
  private static List<String> lines(Scripted peer, int limit) throws IOException {
    var lines = new ArrayList<String>();
    while (true) {
      switch (peer.reader().readLine(limit)) {
        case Line.Text text -> lines.add((text.crlf() ? "" : "LF:") + text.latin1());
        case Line.TooLong(byte[] start) -> lines.add("TOO LONG:" + new String(start, ISO_8859_1));
        case Line.End() -> {
          peer.done();
          return lines;
        }
      }
    }
  }

  @Test
  void tellsCrlfFromABareLf() throws IOException {
    var peer = Scripted.of("one\r\ntwo\n\r\n\n");
    assertEquals(List.of("one", "LF:two", "", "LF:"), lines(peer, 10));
  }

  @Test
  void aBareCrStaysInTheLineAndIsTold() throws IOException {
    var peer = Scripted.of("a\rb\r\r\n");
    var text = assertInstanceOf(Line.Text.class, peer.reader().readLine(10));
    assertEquals("a\rb\r", text.latin1());
    assertTrue(text.crlf());
    assertTrue(text.bareCr());
  }

  @Test
  void aLineAsLongAsTheLimitIsTaken() throws IOException {
    for (String cut : List.of("12345\r\nnext\r\n", "123|45\r\nnext\r\n", "12345\r|\nnext\r\n")) {
      assertEquals(List.of("12345", "next"), lines(Scripted.of(cut.split("\\|")), 5), cut);
    }
  }

  @Test
  void aLineLongerThanTheLimitIsDroppedAndTheNextOneRead() throws IOException {
    for (String cut :
        List.of(
            "123456\r\nnext\r\n",
            "12345|6\r\nnext\r\n",
            "123456|\r|\nnext\r\n",
            "1234567\nnext\r\n")) {
      assertEquals(List.of("TOO LONG:12345", "next"), lines(Scripted.of(cut.split("\\|")), 5), cut);
    }
  }

  @Test
  void aLineWithoutEndEndsTheConnection() {
    var peer = Scripted.endless((byte) 'x');
    assertThrows(IOException.class, () -> peer.reader().readLine(100));
  }

  @Test
  void thePeerGoingWithinALineIsNotALine() {
    var peer = Scripted.of("hal");
    assertThrows(EOFException.class, () -> peer.reader().readLine(100));
  }

  @Test
  void aLiteralIsReadToItsLengthAndNotBeyond() throws IOException {
    var peer = Scripted.of("{5}\r\nab", "\r\nc", " rest\r\n");
    peer.reader().readLine(100);
    assertArrayEquals("ab\r\nc".getBytes(ISO_8859_1), peer.reader().readOctets(5));
    assertEquals(List.of(" rest"), lines(peer, 100));
  }

  @Test
  void whatIsLeftOfALiteralIsDroppedWhenItIsClosed() throws IOException {
    var peer = Scripted.of("0123456789", "tail\r\n");
    try (InputStream literal = peer.reader().literal(10)) {
      assertEquals('0', literal.read());
    }
    assertEquals(List.of("tail"), lines(peer, 100));
  }

  @Test
  void anUnreadLiteralMustNotBeTakenForALine() {
    var peer = Scripted.of("0123456789\r\n");
    var literal = peer.reader().literal(5);
    assertThrows(IllegalStateException.class, () -> peer.reader().readLine(100));
    assertEquals(0, assertDoesNotThrowAvailable(literal));
  }

  private static int assertDoesNotThrowAvailable(InputStream literal) {
    try {
      return literal.available();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thePeerGoingWithinALiteralIsAnError() {
    var peer = Scripted.of("abc");
    assertThrows(EOFException.class, () -> peer.reader().readOctets(5));
  }

  @Test
  void bulkBytesCanBeScannedInPlace() throws IOException {
    var peer = Scripted.of("DATA\r\nfirst", "second", ".\r\nNOOP\r\n");
    peer.reader().readLine(100);
    var seen = new ByteArrayOutputStream();
    while (peer.reader().more()) {
      var in = peer.reader();
      int dot = -1;
      for (int i = in.from(); i < in.to() && dot < 0; i++) {
        dot = in.buffer()[i] == '.' ? i : -1;
      }
      int end = dot < 0 ? in.to() : dot + 1;
      seen.write(in.buffer(), in.from(), end - in.from());
      in.consume(end - in.from());
      if (dot >= 0) {
        break;
      }
    }
    assertEquals("firstsecond.", seen.toString(ISO_8859_1));
    assertEquals(List.of("", "NOOP"), lines(peer, 100));
  }

  @Test
  void whatIsBufferedTellsOfPipelining() throws IOException {
    var peer = Scripted.of("a\r\nb\r\n", "c\r\n");
    peer.reader().readLine(100);
    assertEquals(3, peer.reader().buffered());
    peer.reader().readLine(100);
    assertEquals(0, peer.reader().buffered());
    assertTrue(peer.reader().awaitInput(Duration.ofSeconds(1)));
  }

  @Test
  void aWaitingReaderHoldsNoBuffer() throws IOException {
    var peer = Scripted.of("a\r\n", "half", " a line\r\n");
    peer.whenWaiting(() -> assertEquals(0, peer.reader().buffer().length));
    assertEquals(List.of("a", "half a line"), lines(peer, 100));
    assertTrue(peer.waits() >= 3);
    assertFalse(peer.wire().buffers().kept() == 0);
  }

  /** The same bytes give the same lines however they are cut. */
  @Test
  void cuttingChangesNothing() {
    Property.holds(
        300,
        random -> {
          byte[] all = randomText(random);
          int limit = random.nextInt(1, 40);
          try {
            var whole = lines(Scripted.of(new String(all, ISO_8859_1)), limit);
            assertEquals(whole, lines(Scripted.cut(all, random), limit));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static byte[] randomText(RandomGenerator random) {
    byte[] all = new byte[random.nextInt(500) + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) "ab\r\n\0\n".charAt(random.nextInt(6));
    }
    all[all.length - 1] = '\n';
    return all;
  }
}
