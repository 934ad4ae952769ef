package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCommandsTest {
  private static final String WANTED =
      """
      [[tenant]]
      name = "Acme"
      mostDomains = 3

      [[domain]]
      name = "example.org"
      tenant = "Acme"
      catchAll = "ada@example.org"
      secondFactor = "required"
      graceDays = 14

      [[account]]
      address = "ada@example.org"
      name = "Ada \\"the\\" Countess"
      quotaBytes = 1000000
      aliases = ["countess@example.org"]
      roles = ["domain-admin example.org"]

      [[account]]
      address = "team@example.org"
      disabled = true

      [[group]]
      address = "all@example.org"
      members = ["ada@example.org", "friend@elsewhere.test"]

      [[delegate]]
      account = "team@example.org"
      member = "ada@example.org"
      access = "write"
      onBehalf = true

      [settings]
      junk_points = 7
      """;

  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("state.toml"), text);
  }

  @Test
  void whatAFileSaysIsShownDoneAndThenThere() throws Exception {
    try (var home = new Typed(folder)) {
      file(WANTED);
      Typed.Said shown = home.type("apply", "state.toml");
      assertEquals(ExitCode.USAGE, shown.code(), shown.toString());
      assertTrue(shown.out().contains("+ account ada@example.org"), shown.out());
      assertTrue(home.core.directory().domains().isEmpty(), "only shown");

      String done = home.good("apply", "state.toml", "--yes");
      assertTrue(done.contains("ada@example.org  password "), done);
      assertTrue(home.good("apply", "state.toml").contains("nothing to do"));
      assertTrue(home.good("domain", "list").contains("catch-all ada@example.org"));
      assertTrue(home.good("role", "list").contains("domain-admin"));
      assertTrue(home.good("delegate", "list", "team@example.org").contains("write"));

      String state = home.good("state");
      assertTrue(state.contains("name = \"Ada \\\"the\\\" Countess\""), state);
      file(state);
      assertTrue(home.good("apply", "state.toml", "--prune").contains("nothing to do"), state);
    }
  }

  @Test
  void aStateMakesAnotherServerTheSame() throws Exception {
    String state;
    try (var home = new Typed(folder.resolve("one"))) {
      Files.writeString(folder.resolve("one/state.toml"), WANTED);
      home.good("apply", "state.toml", "--yes");
      state = home.good("state");
    }
    Files.createDirectories(folder.resolve("two"));
    try (var home = new Typed(folder.resolve("two"))) {
      Files.writeString(folder.resolve("two/state.toml"), state);
      home.good("apply", "state.toml", "--yes");
      assertEquals(state, home.good("state"));
    }
  }

  @Test
  void whatTheFileLacksGoesOnlyWhenItIsAskedFor() throws Exception {
    try (var home = new Typed(folder)) {
      file(WANTED);
      home.good("apply", "state.toml", "--yes");
      file(
          """
          [[group]]
          address = "few@example.org"
          members = ["ada@example.org"]

          [[account]]
          address = "ada@example.org"
          aliases = []
          """);
      assertFalse(home.type("apply", "state.toml").out().contains("\n-"));
      String pruned = home.good("apply", "state.toml", "--prune", "--yes");
      assertTrue(pruned.contains("- group all@example.org"), pruned);
      assertTrue(pruned.contains("- alias countess@example.org"), pruned);
      assertFalse(pruned.contains("- account"), pruned);
      assertTrue(home.good("account", "list").contains("team@example.org"));
      assertTrue(home.good("role", "list").contains("domain-admin"), "roles were not named");
    }
  }

  @Test
  void aWrongFileIsRefusedBeforeAnythingIsDone() throws Exception {
    try (var home = new Typed(folder)) {
      for (String wrong :
          new String[] {
            "domain = 7",
            "[[domain]]\ncatchAll = \"x@y.test\"",
            "[[domain]]\nname = \"a.test\"\ncolour = \"red\"",
            "[[dragon]]\nname = \"x\"",
            "settings = 3",
            "[[domain\n",
            "[[delegate]]\naccount = \"a@b.test\""
          }) {
        file(wrong);
        Typed.Said said = home.type("apply", "state.toml", "--yes");
        assertEquals(ExitCode.CONFIG, said.code(), wrong + said);
        assertTrue(said.err().contains("state.toml"), said.err());
      }
      assertEquals(ExitCode.CONFIG, home.type("apply", "none.toml").code());
      assertTrue(home.core.directory().domains().isEmpty());
    }
  }
}
