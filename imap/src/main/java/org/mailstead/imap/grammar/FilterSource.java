package org.mailstead.imap.grammar;

import java.util.Optional;

/** Finds what the name of a stored filter stands for (RFC 5466). */
@FunctionalInterface
public interface FilterSource {
  Optional<String> find(String name);
}
