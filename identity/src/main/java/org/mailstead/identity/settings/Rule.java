package org.mailstead.identity.settings;

import java.util.Optional;

/** What has to be so between settings of the whole system. */
@FunctionalInterface
public interface Rule {
  /** Values as they would be. */
  @FunctionalInterface
  interface Values {
    <T> T get(Setting<T> setting);
  }

  /** A setting and what is expected of it, as the rest of a sentence. */
  record Broken(Setting<?> setting, String expected) {}

  /** Empty when it is kept. */
  Optional<Broken> look(Values values);
}
