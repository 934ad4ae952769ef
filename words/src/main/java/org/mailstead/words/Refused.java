package org.mailstead.words;

/** Carries a {@link Problem} from where it was found to where a room answers. Not a bug. */
public final class Refused extends RuntimeException {
  private final Problem problem;

  public Refused(Problem problem) {
    // Part of normal traffic, so neither a stack trace nor suppressed exceptions are kept.
    super(problem.toString(), null, false, false);
    this.problem = problem;
  }

  public Refused(Problem.Kind kind, String key, String... arguments) {
    this(Problem.of(kind, key, arguments));
  }

  public Problem problem() {
    return problem;
  }
}
