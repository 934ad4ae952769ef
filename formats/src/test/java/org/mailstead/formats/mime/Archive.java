package org.mailstead.formats.mime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/** The files of a .tar.xz of foreign test data, by name. */
final class Archive {
  private Archive() {}

  /** Skips the test when the archive is not there. */
  static SortedMap<String, byte[]> read(String name, Predicate<String> wanted) throws IOException {
    Optional<SortedMap<String, byte[]>> files = org.mailstead.testkit.Archive.read(name, wanted);
    assumeTrue(files.isPresent(), "test data is missing: " + name);
    return files.orElseThrow();
  }
}
