package org.mailstead.identity.settings;

/** Where a value comes from. */
public sealed interface Source {
  /** Nothing is set. */
  record Default() implements Source {}

  /** The home's file. */
  record File(int line) implements Source {}

  /**
   * Somebody set it.
   *
   * @param by who
   * @param atMs when
   */
  record Set(Scope scope, String by, long atMs) implements Source {}
}
