package org.mailstead.rules;

/**
 * The place in a script that caused something.
 *
 * @param script what its owner calls it
 * @param line counted from 1
 */
public record Rule(String script, int line) {
  /** For people: {@code work, line 12}. */
  @Override
  public String toString() {
    return script + ", line " + line;
  }
}
