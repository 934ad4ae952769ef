package org.mailstead.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.TestData;

/** The tests of Dovecot's Sieve, each but those of its own extensions, settings and wordings. */
class PigeonholeTest {
  /**
   * What that server does otherwise: comparators that need not be required, limits that count the
   * octets of a quoted value, includes that are read when a script is compiled, mailboxes that must
   * be there, envelopes that are parsed in the test, and a broken part's text.
   */
  private static final List<String> DIFFERENT =
      List.of(
          "comparators/i-unicode-casemap.svtest",
          "execute/errors.svtest",
          "extensions/body/text.svtest",
          "extensions/editheader/addheader.svtest",
          "extensions/editheader/errors.svtest",
          "extensions/enotify/encodeurl.svtest",
          "extensions/enotify/errors.svtest",
          "extensions/envelope.svtest",
          "extensions/environment/rfc.svtest",
          "extensions/imap4flags/execute.svtest",
          "extensions/include/errors.svtest",
          "extensions/metadata/errors.svtest",
          "extensions/mime/errors.svtest",
          "extensions/variables/limits.svtest",
          "failures/fuzz1.svtest",
          "failures/fuzz2.svtest",
          "failures/fuzz3.svtest",
          "failures/mailbox-bad-utf8.svtest",
          "multiscript/basic.svtest",
          "multiscript/conflicts.svtest");

  private static final int FEWEST_PASSED = 340;
  private static final int MOST_DIFFERENT = 39;

  @Test
  void agreesWhereTheStandardsSpeak() throws IOException {
    Path root = TestData.checkout().resolveSibling("shared").resolve("data/sieve/pigeonhole");
    root = Path.of(System.getProperty("sieve.tests", root.toString()));
    assumeTrue(Files.isDirectory(root), "the tests of Dovecot's Sieve are not there");
    int passed = 0;
    int different = 0;
    var wrong = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".svtest")).toList()) {
        String name = root.relativize(file).toString();
        for (Svtest.Verdict verdict : Svtest.run(file)) {
          if (verdict.passed()) {
            passed++;
          } else if (!verdict.skipped()) {
            different++;
            if (!DIFFERENT.contains(name)) {
              wrong.add(name + ": " + verdict);
            }
          }
        }
      }
    }
    assertEquals(new TreeSet<String>(), wrong);
    assertTrue(passed >= FEWEST_PASSED, passed + " passed");
    assertTrue(different <= MOST_DIFFERENT, different + " are different");
  }
}
