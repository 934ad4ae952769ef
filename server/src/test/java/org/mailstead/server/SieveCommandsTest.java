package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about scripts. */
class SieveCommandsTest {
  @TempDir Path folder;

  @Test
  void checksPutsAndOrders() throws Exception {
    try (var typed = new Typed(folder)) {
      Files.writeString(folder.resolve("good"), "keep;");
      Files.writeString(folder.resolve("bad"), "guess;\nguess;");
      assertEquals("good is right\n", typed.good("sieve", "check", "good"));
      Typed.Said said = typed.type("sieve", "check", "bad");
      assertEquals(1, said.code());
      assertTrue(said.err().contains("bad: line 2, column 1: the command \"guess\" is not known"));
      typed.good("domain", "add", "example.test");
      typed.good("account", "add", "ada@example.test", "--password", "not so secret");
      typed.good("sieve", "put", "mine", "good", "--account", "ada@example.test", "--run");
      assertEquals("mine  runs\n", typed.good("sieve", "list", "ada@example.test"));
      typed.good("sieve", "put", "all", "good");
      typed.good("sieve", "order", "--before", "all");
      assertEquals("all\n", typed.good("sieve", "list"));
      assertEquals(1, typed.type("sieve", "order", "--after", "none").code());
    }
  }
}
