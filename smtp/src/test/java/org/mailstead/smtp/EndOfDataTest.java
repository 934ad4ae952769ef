package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a message ends: CRLF.CRLF and nothing else, wherever the packets are cut. */
class EndOfDataTest {
  private static final String HEAD = "Subject: x\r\n\r\nbefore";
  private static final String SMUGGLED =
      "MAIL FROM:<evil@example.org>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\nboo\r\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
        "\r\n.\r\0\n",
        "\n\r.\r\n",
        "\n\n.\r\n",
        "\r\r\n.\n",
        "\r\n.\r\r\n"
      })
  void whatOthersTakeForTheEndIsRefusedAndNeverSplits(String end) throws Exception {
    String message = HEAD + end + SMUGGLED + "\r\n.\r\n";
    byte[] octets = message.getBytes(ISO_8859_1);
    for (int cut = 0; cut <= octets.length; cut++) {
      var reader = new DataReader(new ByteArrayOutputStream());
      int at = reader.scan(octets, 0, cut);
      assertEquals(cut, at);
      assertEquals(false, reader.isDone());
      assertEquals(octets.length, reader.scan(octets, cut, octets.length));
      assertEquals(true, reader.isDone());
      assertEquals(false, reader.isClean());
      if (cut == octets.length - 1) {
        break;
      }
    }
    overASocket(message, HEAD.length() - 1, HEAD.length() + end.length() + 1);
  }

  private void overASocket(String message, int from, int to) throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder);
        Talk talk = server.talk()) {
      talk.hello();
      for (int cut = from; cut <= to; cut++) {
        talk.data("eve@example.org", "ada@example.test");
        talk.raw(message.substring(0, cut)).raw(message.substring(cut));
        talk.expect("550 5.6.0");
      }
      talk.ask("QUIT", "221").end();
      assertEquals(0, server.inboxSize(server.ada) + server.inboxSize(server.bob));
      assertEquals(0, server.queued.size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Subject: x\r\n\r\n",
        "Subject: x\r\n\r\nhello\r\n",
        "Subject: x\r\n\r\n.\r\n..\r\n...\r\n. .\r\n",
        ".\r\n.\r\n",
        "\r\n\r\n\r\n"
      })
  void aCleanMessageArrivesByteForByte(String message) throws Exception {
    String stuffed = message.replaceAll("(?m)(?<=^|\r\n)\\.", "..") + ".\r\n";
    byte[] octets = stuffed.getBytes(ISO_8859_1);
    for (int cut = 0; cut < octets.length; cut++) {
      var out = new ByteArrayOutputStream();
      var reader = new DataReader(out);
      reader.scan(octets, 0, cut);
      reader.scan(octets, cut, octets.length);
      assertEquals(message, out.toString(ISO_8859_1));
      assertEquals(true, reader.isClean());
    }
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder);
        Talk talk = server.talk()) {
      talk.hello();
      for (int cut = 0; cut < octets.length; cut++) {
        talk.data("eve@example.org", "ada@example.test");
        talk.raw(stuffed.substring(0, cut)).raw(stuffed.substring(cut)).expect("250 2.0.0");
        assertEquals(message, server.newestBody(server.ada));
      }
      assertEquals(octets.length, server.inboxSize(server.ada));
    }
  }

  @Test
  void whatFollowsTheEndInTheSamePacketIsTheNextCommand() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder);
        Talk talk = server.talk()) {
      talk.hello().data("eve@example.org", "ada@example.test");
      talk.raw(".\r\nNOOP\r\nQUIT\r\n").expect("250 2.0.0 taken").expect("250").expect("221").end();
      assertEquals("", server.newestBody(server.ada));
    }
  }

  @Test
  void aMessageWhoseClientGoesAwayIsNotKept() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder)) {
      try (Talk talk = server.talk()) {
        talk.hello().data("eve@example.org", "ada@example.test").raw("Subject: x\r\n\r\nhal");
      }
      try (Talk talk = server.talk()) {
        talk.hello().ask("QUIT", "221");
      }
      assertEquals(0, server.inboxSize(server.ada));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
