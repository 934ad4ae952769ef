package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The scripts of an account. */
class ScriptsTest {
  @TempDir Path folder;
  private World world;
  private AccountId ada;
  private Scripts scripts;
  private Scripts.Account whose;

  @BeforeEach
  void open() {
    var clock = new World.TestClock();
    world = new World(new MemoryEngine(clock), folder, clock);
    ada = world.account("ada");
    scripts = world.post.scripts();
    whose = new Scripts.Account(ada);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void put(String name) {
    scripts.put(whose, name, ("# " + name).getBytes(UTF_8));
  }

  private static void refused(Problem.Kind kind, Runnable what) {
    assertEquals(kind, assertThrows(Refused.class, what::run).problem().kind());
  }

  @Test
  void oneRunsAndOneNameIsOneScript() {
    put("b");
    put("a");
    scripts.activate(ada, "a");
    assertEquals(
        List.of(new Scripts.Listed("a", true), new Scripts.Listed("b", false)),
        scripts.list(whose));
    scripts.put(whose, "a", "keep;".getBytes(UTF_8));
    assertArrayEquals("keep;".getBytes(UTF_8), scripts.active(ada).orElseThrow().text());
    refused(Problem.Kind.BUSY, () -> scripts.delete(whose, "a"));
    scripts.activate(ada, "");
    scripts.delete(whose, "a");
    assertEquals(List.of(new Scripts.Listed("b", false)), scripts.list(whose));
    refused(Problem.Kind.NOT_FOUND, () -> scripts.activate(ada, "a"));
  }

  @Test
  void whatRunsGoesOnRunningUnderItsNewName() {
    put("a");
    put("c");
    scripts.activate(ada, "a");
    refused(Problem.Kind.EXISTS, () -> scripts.rename(ada, "a", "c"));
    scripts.rename(ada, "a", "b");
    assertEquals("b", scripts.active(ada).orElseThrow().name());
    assertEquals(2, scripts.list(whose).size());
  }

  @Test
  void namesAndSizesAreBounded() {
    refused(Problem.Kind.INVALID, () -> put("a/b"));
    refused(Problem.Kind.INVALID, () -> put(""));
    refused(Problem.Kind.INVALID, () -> put("x".repeat(129)));
    refused(Problem.Kind.TOO_LARGE, () -> scripts.put(whose, "a", new byte[Scripts.MAX_SIZE + 1]));
    scripts.put(whose, "a", new byte[Scripts.MAX_SIZE]);
    for (int i = 1; i < Scripts.MAX_SCRIPTS; i++) {
      put("n" + i);
    }
    refused(Problem.Kind.TOO_MANY, () -> put("one more"));
    put("a");
  }
}
