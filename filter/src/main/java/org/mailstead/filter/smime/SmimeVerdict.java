package org.mailstead.filter.smime;

import java.util.List;

/**
 * What became of a message's signatures at a time.
 *
 * @param errors why they failed, in sentences for people; none otherwise
 */
public record SmimeVerdict(Result result, List<String> errors) {
  /** How it ended. */
  public enum Result {
    /** There is no signature that could be checked here. */
    UNKNOWN,
    /** All signatures hold, and the message's authors made them. */
    VERIFIED,
    FAILED
  }

  /** Sentences that anybody reads. */
  private static final int MOST = 10;

  public SmimeVerdict {
    errors = errors.stream().distinct().limit(MOST).toList();
    if (errors.isEmpty() == (result == Result.FAILED)) {
      throw new IllegalArgumentException(result + " with " + errors);
    }
  }

  static SmimeVerdict unknown() {
    return new SmimeVerdict(Result.UNKNOWN, List.of());
  }

  static SmimeVerdict of(List<String> errors) {
    return new SmimeVerdict(errors.isEmpty() ? Result.VERIFIED : Result.FAILED, errors);
  }
}
