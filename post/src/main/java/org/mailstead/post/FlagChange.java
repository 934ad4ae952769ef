package org.mailstead.post;

import java.util.Set;

/** What STORE does to a message's flags (RFC 9051 section 6.4.6). */
public record FlagChange(Mode mode, Set<String> names) {
  /** How the named flags meet those that are there. */
  public enum Mode {
    REPLACE,
    ADD,
    REMOVE
  }

  public FlagChange {
    names = Set.copyOf(names);
  }

  public Flags apply(Flags now, Flags named) {
    return switch (mode) {
      case REPLACE -> named;
      case ADD -> now.with(named);
      case REMOVE -> now.without(named);
    };
  }
}
