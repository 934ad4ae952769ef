package org.mailstead.filter.spf;

/** Ends an evaluation from inside of it, however deep in includes, with an error. */
final class SpfStop extends Exception {
  private static final long serialVersionUID = 1;

  private final transient SpfResult result;

  SpfStop(SpfResult result) {
    super(result.code(), null, false, false);
    this.result = result;
  }

  static SpfStop permanent(String why) {
    return new SpfStop(new SpfResult.PermError(why));
  }

  static SpfStop temporary(String why) {
    return new SpfStop(new SpfResult.TempError(why));
  }

  SpfResult result() {
    return result;
  }
}
