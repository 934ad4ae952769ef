package org.mailstead.identity.settings;

/**
 * A setting as it is for a scope.
 *
 * @param text its value
 * @param waits whether another value counts until the next start
 */
public record Value(Setting<?> setting, String text, Source source, boolean waits) {
  /** Whether it was set for this scope itself, or is the file's. */
  public boolean isOwn(Scope scope) {
    return switch (source) {
      case Source.Default() -> false;
      case Source.File _ -> true;
      case Source.Set(Scope where, _, _) -> where.equals(scope);
    };
  }
}
