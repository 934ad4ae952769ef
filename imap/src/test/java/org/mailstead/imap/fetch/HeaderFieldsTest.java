package org.mailstead.imap.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.HeaderOctets;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.testkit.Property;

class HeaderFieldsTest {
  private static final FetchItem.Section TO =
      new FetchItem.Section("HEADER", FetchItem.Fields.NAMED, List.of("to", "X"));
  private static final FetchItem.Section NOT_TO =
      new FetchItem.Section("HEADER", FetchItem.Fields.NOT_NAMED, List.of("to", "X"));

  /** A stream that gives some octets at a time. */
  private static InputStream some(String text, int atMost) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
      @Override
      public synchronized int read(byte[] to, int off, int len) {
        return super.read(to, off, Math.min(len, atMost));
      }
    };
  }

  private static String select(FetchItem.Section section, String message) throws IOException {
    return new String(new HeaderFields(section).select(some(message, 5)), ISO_8859_1);
  }

  @Test
  void namedFieldsAreTakenWithTheirFolds() throws IOException {
    String message = "TO : a,\r\n\tb\r\nSubject: s\r\n t\r\nx: \r\nFrom: f\r\n\r\nto: body\r\n";
    assertEquals("TO : a,\r\n\tb\r\nx: \r\n\r\n", select(TO, message));
    assertEquals("Subject: s\r\n t\r\nFrom: f\r\n\r\n", select(NOT_TO, message));
  }

  @Test
  void aHeaderMayEndWithoutAnEmptyLine() throws IOException {
    assertEquals("to: a\n\r\n", select(TO, "to: a\nsubject: b"));
    assertEquals("\r\n", select(TO, ""));
    assertEquals("\r\n", select(TO, "\nto: a\n"));
  }

  @Test
  void theHeaderIsWhatStandsBeforeTheFirstEmptyLine() {
    Property.holds(
        1000,
        random -> {
          String message = message(random);
          try {
            byte[] whole = HeaderOctets.whole(some(message, 1 + random.nextInt(9)));
            assertEquals(slowly(message), new String(whole, ISO_8859_1));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static String message(RandomGenerator random) {
    List<String> pieces = List.of("a: b", "\r\n", "\n", "\r", " x", "\r\n\r\n", "y".repeat(5000));
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  private static String slowly(String message) {
    int line = 0;
    for (int end = message.indexOf('\n'); end >= 0; end = message.indexOf('\n', end + 1)) {
      String text = message.substring(line, end);
      if (text.isEmpty() || text.equals("\r")) {
        return message.substring(0, end + 1);
      }
      line = end + 1;
    }
    return message;
  }

  @Test
  void ofAnEndlessHeaderAMegabyteIsLookedAt() throws IOException {
    byte[] whole = HeaderOctets.whole(some("x: " + "y".repeat(3 << 20), 1 << 20));
    assertEquals(1 << 20, whole.length);
  }
}
