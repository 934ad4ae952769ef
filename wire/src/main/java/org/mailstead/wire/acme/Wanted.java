package org.mailstead.wire.acme;

import java.util.List;
import java.util.Optional;

/**
 * A certificate that there should be.
 *
 * @param name by which it is kept; usually the first of its names
 * @param names all of them, in lower case, A-labels
 * @param obstacle why the CA would refuse, so that it is not asked
 */
public record Wanted(String name, List<String> names, Optional<String> obstacle) {
  public Wanted {
    names = List.copyOf(names);
    if (names.isEmpty() || !name.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*")) {
      throw new IllegalArgumentException("a certificate for " + name + " with " + names);
    }
  }
}
