package org.mailstead.filter.spf;

/** What a directive says when its mechanism matches. */
enum Qualifier {
  PASS('+'),
  FAIL('-'),
  SOFT_FAIL('~'),
  NEUTRAL('?');

  private final char sign;

  Qualifier(char sign) {
    this.sign = sign;
  }

  // qualifier = "+" / "-" / "?" / "~", and "+" without one
  static Qualifier of(String term) {
    for (Qualifier qualifier : values()) {
      if (!term.isEmpty() && term.charAt(0) == qualifier.sign) {
        return qualifier;
      }
    }
    return PASS;
  }

  static boolean isSign(char c) {
    return "+-~?".indexOf(c) >= 0;
  }
}
