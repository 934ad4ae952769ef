package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.rows.ScriptRow;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Row;
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

  private List<NumberedScripts.Numbered> numbered() {
    return world.post.numberedScripts().all(ada);
  }

  /** As rows were before there were numbers. */
  private void putOld(String name, String text) {
    var row = ScriptRow.newBuilder().setName(name).setText(ByteString.copyFromUtf8(text));
    world.store.update(
        MailKeys.partition(ada),
        draft -> draft.put(MailKeys.script(Threads.hash(name)), Row.write(row.build())));
  }

  @Test
  void scriptsOfOldHomesHaveNumbersThatStay() {
    putOld("a", "keep;");
    putOld("b", "keep;");
    var a = numbered().getFirst();
    var b = numbered().getLast();
    assertEquals(0, world.post.numberedScripts().version(ada));
    assertEquals(4, Set.of(a.id(), b.id(), -1L, -2L).size());
    assertArrayEquals(
        "keep;".getBytes(UTF_8),
        world.post.numberedScripts().content(ada, a.content()).orElseThrow());
    scripts.activate(ada, "a");
    assertEquals(
        new NumberedScripts.Numbered(a.id(), "a", a.content(), true), numbered().getFirst());
    scripts.rename(ada, "a", "c");
    var c = numbered().getLast();
    assertEquals(new NumberedScripts.Numbered(a.id(), "c", a.content(), true), c);
    put("a");
    assertNotEquals(a.id(), numbered().getFirst().id());
    assertNotEquals(a.content(), numbered().getFirst().content());
    scripts.put(whose, "b", "stop;".getBytes(UTF_8));
    assertEquals(b.id(), numbered().get(1).id());
    assertNotEquals(b.content(), numbered().get(1).content());
  }

  /** Works that share a commit are still told apart. */
  @Test
  void scriptsThatAreMadeAtOnceHaveNumbersOfTheirOwn() throws InterruptedException {
    List<Thread> work = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "n" + i;
      work.add(Thread.startVirtualThread(() -> put(name)));
    }
    for (Thread one : work) {
      one.join();
    }
    Set<Long> ids = new HashSet<>();
    Set<Long> texts = new HashSet<>();
    numbered().forEach(one -> ids.add(one.id()));
    numbered().forEach(one -> texts.add(one.content()));
    assertEquals(20, ids.size());
    assertEquals(20, texts.size());
  }

  @Test
  void whatIsPutAgainAsItIsChangesNothing() {
    put("a");
    long version = world.post.numberedScripts().version(ada);
    put("a");
    assertEquals(version, world.post.numberedScripts().version(ada));
    scripts.activate(ada, "");
    assertEquals(version, world.post.numberedScripts().version(ada));
  }

  @Test
  void namesAndSizesAreBounded() {
    refused(Problem.Kind.INVALID, () -> put("a/b"));
    refused(Problem.Kind.INVALID, () -> put(""));
    refused(Problem.Kind.INVALID, () -> put("x".repeat(513)));
    refused(Problem.Kind.TOO_LARGE, () -> scripts.put(whose, "a", new byte[Scripts.MAX_SIZE + 1]));
    scripts.put(whose, "a", new byte[Scripts.MAX_SIZE]);
    for (int i = 1; i < Scripts.MAX_SCRIPTS; i++) {
      put("n" + i);
    }
    refused(Problem.Kind.TOO_MANY, () -> put("one more"));
    put("a");
  }
}
