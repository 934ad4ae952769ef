package org.mailstead.formats.sieve;

import java.util.List;
import java.util.Optional;

/**
 * A command: an action or a control structure (RFC 5228 section 2.8).
 *
 * @param name lower case
 * @param block empty when it ends with a semicolon
 */
public record SieveCommand(
    Place place,
    String name,
    List<SieveArgument> arguments,
    List<SieveTest> tests,
    Optional<List<SieveCommand>> block) {
  public SieveCommand {
    arguments = List.copyOf(arguments);
    tests = List.copyOf(tests);
    block = block.map(List::copyOf);
  }
}
