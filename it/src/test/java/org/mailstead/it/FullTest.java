package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that may take no more: it says so, loses nothing, and goes on when it may. */
@Tag("slow")
@Tag("foreign")
class FullTest {
  private static final String PASSWORD = "no-room-at-the-inn";

  @TempDir Path folder;

  private Path home;
  private String client;
  private String verify;

  @BeforeEach
  void scripts() throws Exception {
    Foreign.need("python3", "python3");
    home = Files.createDirectories(folder.resolve("home"));
    client = Foreign.script(folder, "full.py");
    verify = Foreign.script(folder, "verify.py");
  }

  private void settings(String... lines) throws Exception {
    Files.writeString(
        home.resolve("mailstead.toml"),
        "plaintext_login = true\n" + String.join("\n", lines) + "\n");
  }

  private void client(Running server, String phase, String round) throws Exception {
    String base = "" + server.portBase();
    Foreign.Ended ended =
        Foreign.run(folder, 60, "python3", client, phase, base, PASSWORD, acked(), round);
    System.out.println(ended.orFail().output().strip());
  }

  private Process start(Running server, String phase) throws Exception {
    return Foreign.start(
        folder, "python3", client, phase, "" + server.portBase(), PASSWORD, acked(), phase);
  }

  private String acked() {
    return folder.resolve("acked.txt").toString();
  }

  private void everythingAcknowledgedIsThere(Running server) throws Exception {
    Foreign.Ended ended =
        Foreign.run(
            folder,
            90,
            "python3",
            verify,
            "" + server.portBase(),
            PASSWORD,
            acked(),
            folder.resolve("uids.json").toString());
    System.out.println(ended.orFail().output().strip());
  }

  private static void accounts(Running server) throws Exception {
    server.command("account", "add", "u%d@example.test", "--count", "5", "--password", PASSWORD);
    Foreign.run(server.home(), 30, "python3", "-c", CREATE, "" + server.port(143), PASSWORD)
        .orFail();
  }

  private static final String CREATE =
      """
      import imaplib, sys
      c = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))
      c.login('u3@example.test', sys.argv[2])
      assert c.create('Work')[0] == 'OK'
      """;

  @Test
  void aHomeThatHasReachedItsLimit() throws Exception {
    settings("home_limit = \"64 MiB\"");
    try (Running server = Running.start(home)) {
      accounts(server);
      client(server, "fill", "1");
      client(server, "use", "1");
      everythingAcknowledgedIsThere(server);
      assertEquals(0, server.stop());
    }
    try (Running server = Running.start(home)) { // full as it is
      client(server, "use", "2");
      everythingAcknowledgedIsThere(server);
      assertEquals(0, server.stop());
    }
    settings();
    try (Running server = Running.start(home)) {
      client(server, "again", "2");
      everythingAcknowledgedIsThere(server);
      assertFalse(server.log().contains("ERROR"), server.log());
    }
  }

  /**
   * A disk that others fill too, so that even the reserve is gone. Needs the right to mount one.
   */
  @Test
  void aDiskWithoutAnyRoomThatGetsSomeAgain() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    String[] mount = {"mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()};
    assumeTrue(Foreign.run(folder, 10, mount).code() == 0, "no right to mount a small disk here");
    try {
      home = Files.createDirectories(disk.resolve("home"));
      settings("keep_free = \"24 MiB\"");
      Path ballast = disk.resolve("ballast");
      Files.write(ballast, new byte[48 << 20]);
      try (Running server = Running.start(home)) {
        accounts(server);
        client(server, "fill", "1");
        client(server, "use", "1");
        Process sending = start(server, "broken");
        for (int i = 0; i < 4; i++) {
          Files.delete(ballast);
          Thread.sleep(1500); // the server sees that there is room
          fillUp(ballast);
          Thread.sleep(1500);
        }
        assertTrue(sending.waitFor(30, TimeUnit.SECONDS), "the client hangs");
        System.out.println(new String(sending.getInputStream().readAllBytes(), UTF_8).strip());
        assertEquals(0, sending.exitValue());
        Files.delete(ballast);
        Foreign.run(folder, 10, "mount", "-o", "remount,size=260m", disk.toString()).orFail();
        client(server, "again", "a");
        everythingAcknowledgedIsThere(server);
        assertEquals(0, server.stop());
      }
    } finally {
      Foreign.run(folder, 10, "umount", "--lazy", disk.toString());
    }
  }

  private static void fillUp(Path ballast) throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      // What was wanted.
    }
  }
}
