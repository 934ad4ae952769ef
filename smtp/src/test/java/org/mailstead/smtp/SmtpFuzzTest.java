package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes of strangers: nothing but declared exceptions, and no message ends where it should not. */
class SmtpFuzzTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  @FuzzTest(maxDuration = "70s")
  void command(byte[] line) {
    try {
      switch (Command.parse(line)) {
        case Command.Mail mail ->
            parameters(() -> {
              Transaction.options(mail.parameters());
              var timing = new Wishes(mail.parameters(), NOW).timing(true);
              timing.notBefore().ifPresent(time -> assertTrue(time.isAfter(NOW)));
            });
        case Command.Rcpt rcpt ->
            parameters(() -> {
              Transaction.original(rcpt.parameters());
              Transaction.reportOn(rcpt.parameters());
            });
        case Command.Bdat bdat -> assertTrue(bdat.size() >= 0);
        case Command _ -> {}
      }
    } catch (SyntaxException e) {
      assertTrue(e.reply().code() >= 500);
    }
  }

  private interface Parsing {
    void run() throws SyntaxException;
  }

  private static void parameters(Parsing parsing) {
    try {
      parsing.run();
    } catch (SyntaxException e) {
      assertTrue(e.reply().code() >= 500);
    }
  }

  /** What is written of a path is the same path again. */
  @FuzzTest(maxDuration = "70s")
  void path(byte[] text) {
    try {
      Path path = Path.parse(new String(text, UTF_8)).path();
      if (path.address().isPresent()) {
        Path again = Path.parse("<" + path.address().get() + ">").path();
        assertEquals(path, again);
      }
    } catch (SyntaxException e) {
      assertTrue(e.reply().code() >= 500);
    }
  }

  /** The first octet chooses the cuts, which must not matter. */
  @FuzzTest(maxDuration = "70s")
  void data(byte[] octets) throws IOException {
    if (octets.length == 0) {
      return;
    }
    byte[] text = Arrays.copyOfRange(octets, 1, octets.length);
    var random = new SplittableRandom(octets[0]);
    var out = new ByteArrayOutputStream();
    var reader = new DataReader(out);
    int at = 0;
    while (at < text.length && !reader.isDone()) {
      int to = Math.min(text.length, at + 1 + random.nextInt(5));
      at = reader.scan(text, at, to);
    }
    String given = new String(text, ISO_8859_1);
    int end = given.startsWith(".\r\n") ? 0 : given.indexOf("\r\n.\r\n");
    assertEquals(end >= 0, reader.isDone());
    if (end < 0) {
      return;
    }
    String message = given.startsWith(".\r\n") ? "" : given.substring(0, end + 2);
    assertEquals(given.startsWith(".\r\n") ? 3 : end + 5, at);
    boolean clean = message.replace("\r\n", "").chars().noneMatch(c -> "\r\n\0".indexOf(c) >= 0);
    assertEquals(clean, reader.isClean());
    String unstuffed =
        (message.startsWith(".") ? message.substring(1) : message).replace("\r\n.", "\r\n");
    assertEquals(unstuffed, out.toString(ISO_8859_1));
  }
}
