package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One object says who acts for whom, and IMAP and SMTP both ask it. */
@Tag("slow")
class DelegatesTest {
  private static final String TEAM = "team@example.test";
  private static final String PASSWORD = "a-password-of-some-length";

  @TempDir Path folder;

  private Foreign.Ended clients(Running server, String step) throws Exception {
    return Foreign.run(
        folder,
        60,
        "python3",
        Foreign.script(folder, "delegates.py"),
        Integer.toString(server.port(143)),
        Integer.toString(server.port(587)),
        PASSWORD,
        step);
  }

  @Test
  void delegatesReadAndWriteForATeamAsLongAsTheyAreItsDelegates() throws Exception {
    Foreign.need("python3", "python3");
    try (Running server = Running.start(folder.resolve("home"))) {
      for (String name : new String[] {"carl", "eve"}) {
        server.command("account", "add", name + "@example.test", "--password", PASSWORD);
      }
      for (String name : new String[] {"ada", "bob"}) {
        server.commandWith(
            PASSWORD + "\n", "account", "password", name + "@example.test", "--password-stdin");
      }
      server.command("account", "add", TEAM, "--shared", "--json");
      String bob = "bob@example.test";
      server.command("delegate", "set", TEAM, bob, "--access", "full", "--on-behalf");
      server.command("delegate", "set", TEAM, "ada@example.test", "--access", "read", "--send-as");
      assertTrue(server.command("delegate", "list", TEAM).contains("full"));
      Foreign.Ended granted = clients(server, "granted");
      assertEquals("all good", granted.output().strip());
      String log = server.command("audit", "list", "--action", "delegate.");
      assertTrue(log.contains("delegate.used"), log);
      server.command("delegate", "remove", TEAM, bob);
      Foreign.Ended taken = clients(server, "taken");
      assertEquals("all good", taken.output().strip());
      assertEquals(1, server.tried("delegate", "set", TEAM, TEAM, "--access", "read").code());
    }
  }
}
