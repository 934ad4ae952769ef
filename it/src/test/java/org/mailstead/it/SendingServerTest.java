package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of what an account sends, as a mail program sees them. */
@Tag("slow")
class SendingServerTest {
  private static final String EVE = "eve@example.test";
  private static final String PASSWORD = "a-password-of-some-length";

  @TempDir Path folder;

  private Foreign.Ended swaks(Running server, String to) throws Exception {
    return Foreign.run(
        folder,
        60,
        "swaks",
        "--server",
        "127.0.0.1:" + server.port(587),
        "--tls",
        "--auth-user",
        EVE,
        "--auth-password",
        PASSWORD,
        "--from",
        EVE,
        "--to",
        to);
  }

  @Test
  void anAccountIsLimitedPausedAndResumed() throws Exception {
    Foreign.need("swaks", "swaks");
    Path home = folder.resolve("home");
    try (Running server = Running.start(home)) {
      server.command("account", "add", EVE, "--password", PASSWORD);
      assertEquals(
          "nobody sent anything in the last 24 hours\n", server.command("sending", "list"));
      server.command("settings", "set", "messages_per_account", "2", "--domain", "example.test");
      swaks(server, "ada@example.test").orFail();
      swaks(server, "bob@example.test,x@else.test").orFail();
      String over = swaks(server, "ada@example.test").output();
      assertTrue(over.contains("451 4.7.1 this account may send 2 messages in 24 hours"), over);
      String list = server.command("sending", "list");
      assertTrue(list.contains(EVE + "  2 messages to 3 recipients"), list);
      server.command("sending", "limit", EVE, "--messages", "0");
      server.command("sending", "pause", EVE, "--why", "odd mail was seen");
      String paused = swaks(server, "ada@example.test").output();
      assertTrue(paused.contains("550 5.7.1 sending is paused for this account since"), paused);
      assertTrue(paused.contains("odd mail was seen"), paused);
      assertEquals(0, server.stop());
    }
    try (Running server = Running.start(home)) {
      String list = server.command("sending", "list");
      assertTrue(list.contains("PAUSED") && list.contains("2 messages"), list);
      assertEquals("it sends again\n", server.command("sending", "resume", EVE));
      swaks(server, "ada@example.test").orFail();
      String shown = server.command("sending", "show", EVE);
      assertTrue(shown.contains("may send in 24 hours: any number of messages to 5000"), shown);
    }
  }
}
