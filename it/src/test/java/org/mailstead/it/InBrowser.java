package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mailstead.testkit.TestData;

/** A script that goes through pages in a real browser, as people do. */
final class InBrowser {
  private static final int MINUTES = 10;

  private InBrowser() {}

  /** Skips the test where there is no browser. */
  static void need() {
    Foreign.need("node", "nodejs");
    Foreign.need("chromium", "chromium");
  }

  /**
   * Runs it to its end, which has to be a good one.
   *
   * @param script below {@code webmail/test/e2e}
   * @param told what it is given beside the server's address and the folder for pictures
   * @param output where it writes what it says
   */
  static void run(String script, Running server, Map<String, String> told, Path output)
      throws Exception {
    Path webmail = TestData.checkout().resolve("webmail");
    var browser =
        new ProcessBuilder("node", "test/e2e/" + script)
            .directory(webmail.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    browser.environment().put("MAILSTEAD_URL", "http://localhost:" + server.port(80));
    browser.environment().put("MAILSTEAD_OUT", webmail.resolve("target/pictures").toString());
    browser.environment().putAll(told);
    Process process = browser.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertTrue(ended && process.exitValue() == 0, said + "\n" + server.log());
    System.out.print(said);
  }
}
