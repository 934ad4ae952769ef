package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a running server. */
@Tag("slow")
class OperatorTest {
  private static final String PASSWORD = "operators-look-after-it";

  @TempDir Path folder;

  @Test
  void aServerIsFilledBackedUpKilledAndRestored() throws Exception {
    Path mbox = folder.resolve("old.mbox");
    Files.writeString(
        mbox,
        """
        From someone Mon Nov 23 12:00:00 2026
        From: a@else.test
        Subject: first

        >From the start

        From someone Mon Nov 23 12:00:01 2026
        From: b@else.test
        Subject: second

        text

        """);
    Path backup = folder.resolve("backup");
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("domain", "add", "more.test");
      assertTrue(server.command("domain", "list").contains("more.test"));
      server.command("account", "add", "eve@more.test", "--password", PASSWORD);
      server.command("account", "alias", "eve@more.test", "postmaster@more.test");
      assertTrue(server.command("import", "eve@more.test", mbox.toString()).contains("2 messages"));
      Path exported = folder.resolve("exported");
      server.command("export", "eve@more.test", exported.toString());
      assertEquals(
          "From: a@else.test\r\nSubject: first\r\n\r\nFrom the start\r\n",
          Files.readString(exported.resolve("INBOX/1.eml")));
      assertTrue(server.command("queue", "list").contains("empty"));
      assertTrue(server.command("why", "ada@example.test").contains("welcome: first message"));
      assertTrue(server.command("doctor").contains("store answers"), "doctor");
      server.command("backup", backup.toString());
      assertEquals("ok\n", page(server.port(9090), "/healthz"));
      assertTrue(page(server.port(9090), "/metrics").contains("mailstead_store_commits_total"));
      assertTrue(page(server.port(80), "/").contains("eve@more.test"));
      assertEquals(0, server.stop());
    }
    Path restored = folder.resolve("restored");
    String said = Running.offline("restore", backup.toString(), "--home", restored.toString());
    assertTrue(said.contains("epoch 1"), said);
    try (Running server = Running.start(restored)) {
      String accounts = server.command("account", "list");
      assertTrue(accounts.contains("eve@more.test  2 messages"), accounts);
      server.command("import", "eve@more.test", mbox.toString());
      Path again = folder.resolve("again");
      server.command("export", "eve@more.test", again.toString());
      // Uids of the epoch before never come back: the new ones lie far above.
      assertTrue(Files.exists(again.resolve("INBOX/" + (3 + (1 << 20)) + ".eml")));
    }
  }

  private static String page(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
