package org.mailstead.post.rules;

import java.util.List;
import java.util.OptionalInt;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.post.Reason;
import org.mailstead.post.VerdictReasons;
import org.mailstead.rules.Surroundings;

/**
 * What a message was taken for, as scripts can ask for it (RFC 5235): from 50 percent on it is
 * junk. What nobody judged is untested.
 */
record ArrivedVerdict(List<Reason> reasons) implements Surroundings.Verdicts {
  private static final int JUNK = 50;

  @Override
  public OptionalInt spamPercent() {
    return VerdictReasons.points(reasons)
        .map(found -> OptionalInt.of(percent(found)))
        .orElseGet(OptionalInt::empty);
  }

  private static int percent(VerdictReasons.Points found) {
    Scale usual = Scale.DEFAULT;
    if (found.kind() == Verdict.Kind.HAM) {
      return Math.clamp((long) found.points() * JUNK / usual.junk(), 0, JUNK - 1);
    }
    long over = (long) (found.points() - usual.junk()) * JUNK / (usual.refuse() - usual.junk());
    return JUNK + Math.clamp(over, 0, JUNK);
  }

  @Override
  public OptionalInt virus() {
    return OptionalInt.empty();
  }
}
