package org.mailstead.search.extract;

/** What came of the attempt to read a file. */
public sealed interface Extracted {
  /**
   * Its text.
   *
   * @param whole whether that is all of it, or what the limits allow
   */
  record Text(String text, boolean whole) implements Extracted {}

  /** Nobody here reads files of this kind. */
  record Unknown() implements Extracted {}

  /** It is broken, or costs too much. */
  record Failed(String why) implements Extracted {}

  /** The text, empty when there is none. */
  default String orEmpty() {
    return switch (this) {
      case Text(String text, boolean _) -> text;
      case Unknown(), Failed(String _) -> "";
    };
  }
}
