package org.mailstead.post;

import java.util.Set;

/** What STORE does to a message's flags (RFC 9051 section 6.4.6). */
public record FlagChange(Mode mode, Set<String> names, FlagScope scope) {
  /** By somebody who may change all flags. */
  public FlagChange(Mode mode, Set<String> names) {
    this(mode, names, FlagScope.ALL);
  }

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
    Flags wanted =
        switch (mode) {
          case REPLACE -> named;
          case ADD -> now.with(named);
          case REMOVE -> now.without(named);
        };
    return scope.change(now, wanted);
  }
}
