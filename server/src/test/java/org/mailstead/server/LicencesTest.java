package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LicencesTest {
  /** What may be given away with a program under Apache-2.0. */
  private static final Set<String> GOOD =
      Set.of(
          "Apache-2.0",
          "ISC",
          "Apache License Version 2.0",
          "Apache License, Version 2.0",
          "MIT",
          "MIT License",
          "BSD-2-Clause",
          "FreeBSD License", // the same as the one before
          "BSD-3-Clause",
          "EPL-2.0",
          "Unicode-3.0",
          "Bouncy Castle Licence");

  /** Libraries of the tests are not in the program. */
  private static final List<String> OF_TESTS =
      List.of("junit", "opentest4j", "apiguardian", "surefire", "jazzer");

  @Test
  void everyLibraryMayBeGivenAway() throws Exception {
    List<String> bad = new ArrayList<>();
    for (String line : LicencesCommand.list().lines().toList()) {
      Matcher licences = Pattern.compile("\\G ?\\(([^()]*)\\)").matcher(line);
      boolean good = false;
      while (licences.find()) {
        good |= GOOD.contains(licences.group(1));
      }
      if (!good) {
        bad.add(line);
      }
    }
    assertEquals(List.of(), bad);
  }

  @Test
  void whatThePagesBringAlongIsListed() throws Exception {
    assertTrue(LicencesCommand.pages().contains("(MIT) svelte "), LicencesCommand.pages());
    assertTrue(LicencesCommand.list().endsWith(LicencesCommand.pages()), "and with the others");
  }

  @Test
  void everyLibraryOfTheProgramIsListed() throws Exception {
    String list = LicencesCommand.list();
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String jar = Path.of(entry).getFileName().toString();
      boolean ours = entry.contains("/target/"); // a module of this build
      if (!jar.endsWith(".jar") || ours || OF_TESTS.stream().anyMatch(jar::contains)) {
        continue;
      }
      String name = jar.replaceFirst("-[0-9].*", "");
      if (list.contains(":" + name + ":")) {
        found++;
      } else {
        missing.add(jar);
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(found > 15, list);
  }
}
