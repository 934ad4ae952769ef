package org.mailstead.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the mail and scripts of other people that tests read: in {@code $MAILSTEAD_TEST_DATA}, else
 * in {@code ../shared/data} beside the checkout.
 */
public final class TestData {
  private TestData() {}

  /** The file or folder, when it is there. With {@code CI=true} a missing one fails the test. */
  public static Optional<Path> find(String name) {
    Path found = root().resolve(name);
    if (Files.exists(found)) {
      return Optional.of(found);
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError("test data is missing: " + name + " (set MAILSTEAD_TEST_DATA)");
    }
    return Optional.empty();
  }

  private static Path root() {
    String set = System.getenv("MAILSTEAD_TEST_DATA");
    return set != null ? Path.of(set) : checkout().resolveSibling("shared").resolve("data");
  }

  /** The folder of the checkout, whichever module's folder the test runs in. */
  public static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mailstead")) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return folder;
  }
}
