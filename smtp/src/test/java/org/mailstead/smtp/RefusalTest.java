package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.Scripts;

/** What a recipient's script refuses is refused to the server that brings it (RFC 5429). */
class RefusalTest {
  @TempDir Path folder;

  @Test
  void theReasonIsSaidInTheReply() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder);
        var talk = server.talk()) {
      String script = "require \"ereject\"; if size :over 100 { ereject \"Too\r\nlong!\"; }";
      server.post.scripts().put(new Scripts.Account(server.bob.id()), "s", script.getBytes(UTF_8));
      server.post.scripts().activate(server.bob.id(), "s");
      talk.hello().data("eve@one.test", "bob@example.test");
      talk.raw("Subject: x\r\n\r\n" + "x".repeat(200) + "\r\n.\r\n");
      assertEquals("550 5.7.1 Too long!", talk.reply());
      assertEquals(0, server.inboxSize(server.bob));
      assertEquals(List.of(), server.queued);
    }
  }
}
