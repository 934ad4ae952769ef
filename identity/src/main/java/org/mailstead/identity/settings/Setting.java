package org.mailstead.identity.settings;

/**
 * One thing that can be set.
 *
 * @param key its name, {@code snake_case}, with a dot after the name of a table of the home's file
 * @param group the heading under which it is shown
 * @param usual what counts where nothing is set
 * @param lowest the narrowest scope that may have a value of its own
 * @param doc what it does, a sentence or two
 */
public record Setting<T>(
    String key,
    String group,
    Type<T> type,
    T usual,
    Scope.Level lowest,
    Effect effect,
    String doc) {

  /** Begins one that counts at once, and for the whole system only. */
  public static <T> Setting<T> of(String group, String key, Type<T> type, T usual, String doc) {
    return new Setting<>(
        key, group, type, usual, Scope.Level.SYSTEM, Effect.LIVE, doc.strip().replace('\n', ' '));
  }

  public Setting<T> downTo(Scope.Level narrowest) {
    return new Setting<>(key, group, type, usual, narrowest, effect, doc);
  }

  public Setting<T> when(Effect other) {
    return new Setting<>(key, group, type, usual, lowest, other, doc);
  }

  public String usualText() {
    return type.text(usual);
  }
}
