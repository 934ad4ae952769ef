package org.mailstead.formats.sieve;

import java.util.List;

/**
 * A test (RFC 5228 section 2.9).
 *
 * @param name lower case
 * @param tests the tests inside
 */
public record SieveTest(
    Place place, String name, List<SieveArgument> arguments, List<SieveTest> tests) {
  public SieveTest {
    arguments = List.copyOf(arguments);
    tests = List.copyOf(tests);
  }
}
