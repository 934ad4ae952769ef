package org.mailstead.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LmtpTest {
  @TempDir Path folder;

  @Test
  void eachRecipientIsAnswered() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.LMTP, folder);
        Talk talk = server.talk()) {
      talk.expect("220 mx.example.test LMTP").ask("EHLO c", "500 5.5.1").ask("LHLO c", "250-");
      talk.ask("MAIL FROM:<>", "250").ask("RCPT TO:<nobody@example.test>", "550 5.1.1");
      talk.ask("DATA", "554 5.5.1").ask("RSET", "250");
      talk.data("eve@example.org", "ada@example.test", "bob@example.test");
      talk.raw("Subject: x\r\n\r\n.\r\n").expect("250 2.0.0").expect("250 2.0.0");
      talk.ask("NOOP", "250");
      assertEquals(2, server.queued.size());
      talk.data("eve@example.org", "ada@example.test", "bob@example.test");
      talk.raw("a\nb\r\n.\r\n").expect("550 5.6.0").expect("550 5.6.0").ask("NOOP", "250");
      talk.data("eve@example.org", "ada@example.test").raw(".\r\n").expect("250");
      assertEquals(1, server.inboxSize(server.ada));
      talk.ask("MAIL FROM:<>", "250").ask("RCPT TO:<ada@example.test>", "250");
      talk.ask("RCPT TO:<bob@example.test>", "250").raw("BDAT 2 LAST\r\nhi");
      talk.expect("250").expect("250").ask("QUIT", "221").end();
      assertEquals(4, server.queued.size());
    }
  }
}
