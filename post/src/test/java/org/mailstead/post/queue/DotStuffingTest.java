package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** What stands between a message and the end of the data. */
class DotStuffingTest {
  private static final String OCTETS = "\r\n\r\n...abc \u00e9";

  /** All of it at once, the plain way: any line end is CRLF, a dot at a line's start is two. */
  private static String expected(String message) {
    String lines = message.replace("\r\n", "\n").replace('\r', '\n');
    boolean open = !lines.isEmpty() && !lines.endsWith("\n");
    String whole = open ? lines + "\n" : lines;
    String stuffed =
        Arrays.stream(whole.split("(?<=\n)"))
            .map(line -> line.startsWith(".") ? "." + line : line)
            .collect(Collectors.joining());
    return stuffed.replace("\n", "\r\n") + ".\r\n";
  }

  @Test
  void whereverAMessageIsCutNothingEndsItEarly() {
    Property.holds(
        5000,
        random -> {
          var message = new StringBuilder();
          int length = random.nextInt(40);
          for (int i = 0; i < length; i++) {
            message.append(OCTETS.charAt(random.nextInt(OCTETS.length())));
          }
          byte[] octets = message.toString().getBytes(ISO_8859_1);
          try {
            var out = new ByteArrayOutputStream();
            var stuffing = new DotStuffing(out::write);
            for (int at = 0; at < octets.length; ) {
              int part = 1 + random.nextInt(octets.length - at);
              stuffing.write(Arrays.copyOfRange(octets, at, at + part), part);
              at += part;
            }
            stuffing.end();
            assertEquals(
                expected(message.toString()).replace("\r", "<CR>"),
                out.toString(ISO_8859_1).replace("\r", "<CR>"));
          } catch (java.io.IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
