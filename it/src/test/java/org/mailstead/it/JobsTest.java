package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long work goes on after SIGKILL, at the next start and without anybody's asking. */
@Tag("slow")
class JobsTest {
  private static final int MESSAGES = 15_000;
  private static final String EVE = "eve@example.test";

  @TempDir Path folder;

  @Test
  void emptyingGoesOnAfterAKill() throws Exception {
    Path home = folder.resolve("home");
    Path mbox = folder.resolve("many.mbox");
    var text = new StringBuilder();
    for (int i = 0; i < MESSAGES; i++) {
      text.append("From x Mon Nov 23 12:00:00 2026\nSubject: ").append(i).append("\n\nHello\n\n");
    }
    Files.writeString(mbox, text);
    var random = new SplittableRandom(Long.getLong("property.seed", System.nanoTime()));
    Running server = Running.start(home);
    try {
      server.command("account", "add", EVE, "--password", "eve-has-much-mail");
      server.command("import", EVE, mbox.toString());
      for (int kills = 0; kills < 2; kills++) {
        Running now = server;
        Thread asking = Thread.startVirtualThread(() -> empty(now));
        while (!server.command("job", "list").contains("empty-")) {
          Thread.sleep(1);
        }
        Thread.sleep(random.nextInt(300));
        server.kill();
        asking.join();
        server = Running.start(home, server.portBase());
      }
      String list = server.command("job", "list");
      while (list.contains("  running  ")) {
        Thread.sleep(50);
        list = server.command("job", "list");
      }
      assertTrue(list.contains("  done  ") && list.contains("emptied"), list);
      String accounts = server.command("account", "list");
      assertTrue(accounts.contains(EVE + "  0 messages"), accounts);
    } finally {
      server.close();
    }
  }

  private static void empty(Running server) {
    try {
      server.command("mailbox", "empty", EVE, "INBOX", "--yes");
    } catch (Exception | AssertionError e) {
      // The server was killed under it.
    }
  }
}
