package org.mailstead.formats.mime;

/** What is left of a message's limit of addresses and parameters. */
final class Allowance {
  private final int parameters;
  private int items;

  Allowance(MimeLimits limits) {
    this.items = limits.items();
    this.parameters = limits.parameters();
  }

  /** For a single field outside of any message. */
  static Allowance ofOneField() {
    return new Allowance(MimeLimits.DEFAULT);
  }

  /** Takes one; false when there are none left. */
  boolean take() {
    return items > 0 && items-- > 0;
  }

  /** The most parameters that one field may have. */
  int parameters() {
    return parameters;
  }
}
