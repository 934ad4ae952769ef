package org.mailstead.formats.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;

/** What holds for the structure of any message. */
final class Invariants {
  private Invariants() {}

  /** Scans in random pieces as well, which must not matter. */
  static MessageStructure scan(byte[] message, RandomGenerator random) {
    MessageStructure whole = MessageStructure.of(message);
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    int most = random.nextBoolean() ? 3 : 200;
    for (int at = 0; at < message.length; ) {
      int length = Math.min(message.length - at, 1 + random.nextInt(most));
      // At another place in the array, with other bytes around.
      byte[] piece = new byte[length + 2];
      piece[0] = '\n';
      piece[length + 1] = '\n';
      System.arraycopy(message, at, piece, 1, length);
      scanner.write(piece, 1, length);
      at += length;
    }
    assertEquals(whole, scanner.finish());
    check(whole, message);
    return whole;
  }

  static void check(MessageStructure structure, byte[] message) {
    assertEquals(message.length, structure.size());
    assertEquals(0, structure.body().extent().start());
    assertEquals(message.length, structure.body().extent().end());
    long at = 0;
    for (HeaderField field : structure.header()) {
      assertTrue(field.start() >= at && field.end() > field.start(), field.toString());
      at = field.end();
    }
    assertTrue(at <= structure.body().extent().body());
    part(structure.body(), message);
    for (NumberedPart leaf : structure.leaves()) {
      assertEquals(leaf.part(), structure.at(leaf.number()).orElseThrow());
    }
  }

  private static void part(Part part, byte[] message) {
    Extent extent = part.extent();
    assertEquals(lineEnds(message, extent), extent.lines(), part.toString());
    switch (part) {
      case Part.Leaf _ -> {}
      case Part.EmbeddedMessage inner -> {
        assertEquals(extent.body(), inner.body().extent().start());
        assertEquals(extent.end(), inner.body().extent().end());
        part(inner.body(), message);
      }
      case Part.Multipart multipart -> inside(extent, multipart.parts(), message);
    }
  }

  private static void inside(Extent extent, List<Part> parts, byte[] message) {
    long at = extent.body();
    for (Part child : parts) {
      assertTrue(child.extent().start() >= at, child.toString());
      at = child.extent().end();
      part(child, message);
    }
    assertTrue(at <= extent.end());
  }

  /** Counts line ends by the message's style: bare CR only when the first line ends in one. */
  private static long lineEnds(byte[] message, Extent extent) {
    int first = 0;
    while (first < message.length && message[first] != '\r' && message[first] != '\n') {
      first++;
    }
    boolean bareCr =
        first < message.length
            && message[first] == '\r'
            && (first + 1 == message.length || message[first + 1] != '\n');
    long ends = 0;
    for (int i = (int) extent.body(); i < extent.end(); i++) {
      boolean crlf = message[i] == '\r' && i + 1 < extent.end() && message[i + 1] == '\n';
      if (message[i] == '\n' || (bareCr && message[i] == '\r' && !crlf)) {
        ends++;
      }
    }
    return ends;
  }
}
