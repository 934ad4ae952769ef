package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.TestData;

/**
 * Homes that older releases wrote, kept for good in {@code homes/}: this one opens each, and reads
 * what is in it as it was. When a release changes what is stored, a home of the one before is added
 * first, and none is ever changed: {@code -Dgolden=format-2} with this class makes one.
 */
@Tag("slow")
@Tag("foreign")
class GoldenHomeTest {
  private static final String PASSWORD = "golden-as-ever";
  private static final Path HOMES = TestData.checkout().resolve("it/src/test/resources/homes");

  @TempDir Path folder;

  private String client;

  @BeforeEach
  void script() throws Exception {
    Foreign.need("python3", "python3");
    client = Foreign.script(folder, "golden.py");
  }

  private static List<String> homes() throws IOException {
    try (Stream<Path> files = Files.list(HOMES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".tar.xz"))
          .map(name -> name.substring(0, name.length() - ".tar.xz".length()))
          .sorted()
          .toList();
    }
  }

  private Path unpack(String name) throws Exception {
    Path home = folder.resolve(name);
    Files.createDirectories(home);
    Foreign.run(folder, 60, "python3", "-c", UNPACK, HOMES + "/" + name + ".tar.xz", "" + home)
        .orFail();
    return home;
  }

  private static final String UNPACK =
      """
      import sys, tarfile
      with tarfile.open(sys.argv[1]) as archive:
          archive.extractall(sys.argv[2])
      """;

  private String client(Running server, String phase, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", client, phase));
    command.addAll(List.of("" + server.portBase(), PASSWORD));
    command.addAll(List.of(more));
    return Foreign.run(folder, 120, command.toArray(String[]::new)).orFail().output().strip();
  }

  private static void queueHolds(Running server) throws Exception {
    String queue = server.command("queue", "list");
    assertTrue(queue.contains("friend@elsewhere.test") && queue.contains("ada@golden.test"), queue);
  }

  @Test
  void homesOfOlderReleasesAreReadAsTheyWere() throws Exception {
    assertTrue(!homes().isEmpty());
    for (String name : homes()) {
      Path home = unpack(name);
      String manifest = HOMES + "/" + name + ".json";
      try (Running server = Running.start(home)) {
        System.out.println(name + ": " + client(server, "check", manifest));
        queueHolds(server);
        assertTrue(server.command("doctor").contains("no write failed"));
        assertEquals(0, server.stop());
      }
      try (Running server = Running.start(home)) { // as this release has left it
        client(server, "check", manifest);
        client(server, "use");
        queueHolds(server);
      }
    }
  }

  @Test
  void aNewerHomeIsRefusedAndLeftAsItIs() throws Exception {
    Path home = unpack(homes().getLast());
    Path format = home.resolve("format");
    int known = Integer.parseInt(Files.readString(format).strip());
    Files.writeString(format, (known + 1) + "\n");
    List<String> before = files(home);
    for (String[] words : new String[][] {{"serve"}, {"run"}, {"account", "list"}}) {
      List<String> all = new ArrayList<>(List.of(words));
      all.addAll(List.of("--home", home.toString()));
      Foreign.Ended ended = Running.ended(all);
      assertEquals(3, ended.code(), ended.output());
      assertTrue(ended.output().contains("was written by a newer release"), ended.output());
      assertTrue(ended.output().contains("format " + (known + 1)), ended.output());
      assertEquals(before, files(home));
    }
  }

  /** Every file with its size. */
  private static List<String> files(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> home.relativize(file) + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }

  /** Makes a home to keep; killed at the end, so that its log has to be read too. */
  @Test
  @Tag("long")
  void makeOne() throws Exception {
    String name = System.getProperty("golden", "");
    assumeTrue(!name.isEmpty(), "makes a home only when told its name: -Dgolden=format-1");
    Path home = folder.resolve("home");
    try (Running server = Running.start(home)) {
      server.command("domain", "add", "golden.test");
      for (String person : List.of("ada", "bob", "eve")) {
        server.command("account", "add", person + "@golden.test", "--password", PASSWORD);
      }
      server.command("account", "alias", "ada@golden.test", "postmaster@golden.test");
      server.command("account", "group", "team@golden.test", "ada@golden.test", "bob@golden.test");
      server.command("domain", "catch-all", "golden.test", "bob@golden.test");
      server.command("account", "quota", "ada@golden.test", "1000000000");
      client(server, "fill");
      server.command("account", "disable", "eve@golden.test");
      server.stop();
    }
    try (Running server = Running.start(home)) {
      client(server, "more");
      client(server, "write", HOMES + "/" + name + ".json");
      queueHolds(server);
      client(server, "check", HOMES + "/" + name + ".json");
      server.kill();
    }
    Foreign.run(folder, 60, "sh", "-c", PACK, "sh", home.toString(), HOMES + "/" + name + ".tar.xz")
        .orFail();
  }

  private static final String PACK =
      """
      cd "$1" && rm -rf run/* out.txt log.txt engine/LOG*
      tar --sort=name --owner=0 --group=0 --numeric-owner -c . | xz -9e > "$2"
      """;
}
