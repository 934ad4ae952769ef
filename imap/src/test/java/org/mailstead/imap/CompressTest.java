package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** COMPRESS=DEFLATE (RFC 4978). */
class CompressTest {
  private static TestServer server() throws Exception {
    return new TestServer(TestServer.memory(), true);
  }

  private static String answer(Talk talk, String tag) throws Exception {
    String line = talk.response();
    while (!line.startsWith(tag + " ") && !line.startsWith("(closed)")) {
      line = talk.response();
    }
    return line;
  }

  private static Talk compressed(TestServer server) throws Exception {
    var talk = new Talk(server.port);
    talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
    assertTrue(answer(talk, "a").contains("COMPRESS=DEFLATE"));
    talk.send("b COMPRESS DEFLATE\r\n");
    assertEquals("b OK DEFLATE begins", answer(talk, "b"));
    talk.deflate();
    return talk;
  }

  @Test
  void whatIsAppendedIsFetched() throws Exception {
    String message = "Subject: packed\r\n\r\n" + "the same again\r\n".repeat(5000);
    try (var server = server();
        var talk = compressed(server)) {
      talk.send("c APPEND INBOX {" + message.length() + "}\r\n");
      assertEquals("+ OK", talk.line());
      talk.send(message + "\r\n");
      assertTrue(answer(talk, "c").startsWith("c OK [APPENDUID"));
      talk.send("d SELECT INBOX\r\ne FETCH 1 BODY[]\r\n");
      assertTrue(answer(talk, "d").startsWith("d OK"));
      String expected = "* 1 FETCH (BODY[] {" + message.length() + "}\r\n" + message;
      assertEquals(expected, talk.response().substring(0, expected.length()));
      assertEquals("e OK done", answer(talk, "e"));
    }
  }

  @Test
  void anIdlingClientIsToldAfterTheServerDroppedItsWindow() throws Exception {
    try (var server = server();
        var one = compressed(server);
        var other = compressed(server)) {
      one.send("c SELECT INBOX\r\nd IDLE\r\n");
      String line = one.line();
      while (!line.equals("+ idling")) {
        line = one.line();
      }
      for (int i = 1; i <= 3; i++) {
        other.send("x APPEND INBOX {2+}\r\n\r\n\r\n");
        assertTrue(answer(other, "x").startsWith("x OK"));
        line = one.line();
        while (!line.endsWith("EXISTS")) {
          line = one.line();
        }
        assertEquals("* " + i + " EXISTS", line);
      }
      one.send("DONE\r\n");
      assertEquals("d OK done", answer(one, "d"));
      one.send("e NOOP\r\n");
      assertEquals("e OK done", answer(one, "e"));
    }
  }

  @Test
  void itBeginsOnceAndWithTheOnlyAlgorithm() throws Exception {
    try (var server = server();
        var talk = compressed(server)) {
      talk.send("c COMPRESS DEFLATE\r\n");
      assertEquals("c BAD [COMPRESSIONACTIVE] compressed already", answer(talk, "c"));
      talk.send("d COMPRESS LZ4\r\n");
      assertEquals("d BAD only DEFLATE is known", answer(talk, "d"));
    }
    try (var server = server();
        var talk = new Talk(server.port)) {
      talk.send("a COMPRESS DEFLATE\r\n");
      assertEquals("a BAD sign in first", answer(talk, "a"));
      talk.send("b LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
      assertTrue(answer(talk, "b").startsWith("b OK"));
      talk.send("c COMPRESS DEFLATE\r\nd NOOP\r\n");
      assertEquals("c BAD wait for the answer before saying more", answer(talk, "c"));
      assertEquals("d OK done", answer(talk, "d"));
    }
  }

  @Test
  void whatIsNotCompressedEndsTheSession() throws Exception {
    try (var server = server();
        var talk = compressed(server)) {
      talk.sendPlain();
      talk.send("\u00ff\u00ff\u00ff\u00ff NOOP\r\n");
      assertEquals("(closed)", answer(talk, "c"));
    }
  }

  @Test
  void aLineOfAGigabyteIsRefusedWhileItIsInflated() throws Exception {
    byte[] block = new byte[1 << 20];
    var bomb = new Deflater(Deflater.BEST_COMPRESSION, true);
    byte[] packed = new byte[8192];
    try (var server = server();
        var talk = compressed(server)) {
      talk.sendPlain();
      Arrays.fill(block, (byte) 'a');
      for (int i = 0; i < 1024; i++) {
        bomb.setInput(block);
        int count = bomb.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        try {
          talk.send(Arrays.copyOf(packed, count));
        } catch (IOException _) {
          break; // the server has had enough
        }
      }
      String line = talk.line();
      assertTrue(line.startsWith("* BYE") || line.equals("(closed)"), line);
    } finally {
      bomb.end();
    }
  }
}
