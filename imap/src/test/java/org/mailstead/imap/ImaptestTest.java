package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailstead.testkit.TestData;

/** The scripts of imaptest, which other servers are held to as well. */
class ImaptestTest {
  private static final String FOLDER = "imap/imaptest";
  private static final String NONE = "missing: " + FOLDER;
  private static TestServer server;
  private static List<String> capabilities;

  /**
   * What scripts say of \Recent, and what stands instead of it: RFC 9051 section 2.3.2 took the
   * flag away, so this server gives it to no message. For a client of RFC 3501 that means: RECENT
   * is 0, all messages are OLD, none is RECENT or NEW.
   */
  private static final Map<String, List<String>> NO_RECENT =
      Map.of(
          "copy", List.of("\\* \\d recent", "* 0 recent", "\\(\\\\recent ?", "("),
          "select", List.of("\\* 2 recent", "* 0 recent", "recent 2", "recent 0"),
          "search-flags",
              List.of(
                  "(?s)search new\n.*ok search recent\n[^\n]*",
                  "search new\n* search\nok search old\n* search 1 2 3 4 5\n"
                      + "ok search recent\n* search"));

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer(TestServer.memory(), true);
    try (var talk = new Talk(server.port)) {
      talk.line();
      talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
      String line = talk.line().toUpperCase(Locale.ROOT);
      capabilities =
          List.of(line.substring(line.indexOf('[') + 1, line.indexOf(']')).split(" ", -1));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  static List<String> scripts() throws IOException {
    Optional<Path> folder = TestData.find(FOLDER);
    if (folder.isEmpty()) {
      return List.of(NONE);
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".mbox") && !name.startsWith("COPYING"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void serverAnswersAsTheScriptWants(String name) throws IOException {
    assumeTrue(!name.equals(NONE), NONE);
    Path folder = TestData.find(FOLDER).orElseThrow();
    ImaptestScript script = ImaptestScript.parse(read(folder, name));
    List<String> lacking = new ArrayList<>();
    for (String capability : script.header("capabilities", "").split(" ", -1)) {
      if (!capability.isEmpty() && !capabilities.contains(capability.toUpperCase(Locale.ROOT))) {
        lacking.add(capability);
      }
    }
    assumeTrue(lacking.isEmpty(), "the server has no " + lacking);
    Path mbox = folder.resolve(name + ".mbox");
    byte[] messages =
        Files.readAllBytes(Files.exists(mbox) ? mbox : folder.resolve("default.mbox"));
    try (var run = new ImaptestRun(server.port, "it-" + name, script, messages)) {
      run.play();
    }
  }

  private static byte[] read(Path folder, String name) throws IOException {
    String text = Files.readString(folder.resolve(name), ISO_8859_1);
    List<String> changes = NO_RECENT.getOrDefault(name, List.of());
    for (int i = 0; i < changes.size(); i += 2) {
      String changed =
          text.replaceAll(
              changes.get(i), java.util.regex.Matcher.quoteReplacement(changes.get(i + 1)));
      assertTrue(!changed.equals(text), "not in the script: " + changes.get(i));
      text = changed;
    }
    return text.getBytes(ISO_8859_1);
  }
}
