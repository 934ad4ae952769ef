package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.filter.verdict.VerdictField;

/** What a message was taken for, as reasons that are kept with it. */
public final class VerdictReasons {
  /** Who judged, as a reason tells it. */
  static final String WHO = "verdict";

  private static final String POINTS = " points";

  private VerdictReasons() {}

  /** The verdict, then what speaks against the message, then what speaks for it. */
  public static List<Reason> of(Verdict verdict, Instant at) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason(WHO, verdict.kind().word(), verdict.points() + POINTS, at));
    for (Clue clue : verdict.clues()) {
      String what = "%s %+d".formatted(clue.name(), clue.points());
      reasons.add(new Reason("clue", what, clue.why(), at));
    }
    return reasons;
  }

  /** What a verdict says in short. */
  public record Points(Verdict.Kind kind, int points) {}

  /** The verdict among reasons; empty when nobody judged. */
  public static Optional<Points> points(List<Reason> reasons) {
    return reasons.stream()
        .filter(reason -> reason.who().equals(WHO))
        .findFirst()
        .map(reason ->
            new Points(
                Verdict.Kind.valueOf(reason.what().toUpperCase(Locale.ROOT)),
                Integer.parseInt(reason.evidence().replace(POINTS, ""))));
  }

  /** The same of a message that was in the queue, from the field that we put before it. */
  public static List<Reason> in(byte[] prefix, Instant at) {
    return VerdictField.find(new String(prefix, UTF_8))
        .map(verdict -> of(verdict, at))
        .orElse(List.of());
  }
}
