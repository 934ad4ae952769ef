package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** A header read alone is the one that the scanner of whole messages sees. */
class MessageHeaderTest {
  private static MessageHeader read(String message, MimeLimits limits) throws IOException {
    return MessageHeader.read(ByteSource.of(message.getBytes(ISO_8859_1)), limits);
  }

  private static void sameAsTheScanner(String message) {
    MessageHeader header;
    try {
      header = read(message, MimeLimits.DEFAULT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    var whole = MessageStructure.of(message.getBytes(ISO_8859_1));
    assertEquals(whole.header(), header.fields());
    assertEquals(whole.body().extent().body(), header.body());
    assertEquals(whole.headerComplete(), header.complete());
  }

  @Test
  void seesWhatTheScannerSees() {
    for (String message :
        List.of(
            "",
            "A: b",
            "A: b\r\n\r\nbody",
            "A: b\n c\nno field\nD : e\n\nbody: x\n",
            "A: b\rC: d\r\rbody",
            "no header\r\nbody",
            "From joe\r\nA: b\r\n\r\nbody",
            "\r\nbody",
            "A: b\r\n" + "x".repeat(20_000) + "\r\nC: d\r\n\r\n")) {
      sameAsTheScanner(message);
    }
  }

  @Test
  void seesWhatTheScannerSeesInAnyMess() {
    List<String> pieces = List.of("A: b", "C :", "\r\n", "\n", "\r", " ", "x", ":", "\0", "From ");
    Property.holds(
        2_000,
        random -> {
          var message = new StringBuilder();
          for (int i = random.nextInt(30); i > 0; i--) {
            message.append(pieces.get(random.nextInt(pieces.size())));
          }
          sameAsTheScanner(message.toString());
        });
  }

  @Test
  void tellsWhenFieldsAreMissing() throws IOException {
    var few = new MimeLimits(1 << 20, 1, 1, 3, 1, 1, 1, 1, 1);
    assertTrue(read("A: 1\r\nB: 2\r\nC: 3\r\n\r\n", few).complete());
    assertFalse(read("A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", few).complete());
  }
}
