package org.mailstead.post.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.mailstead.post.QueuedMail.Notify;
import org.mailstead.post.rows.QueuedRecipientRow;

/** Whether a sender is told of what became of a recipient (RFC 3461 sections 4.1 and 5.2). */
final class ReportRules {
  private final Duration delay;

  ReportRules(Duration delay) {
    this.delay = delay;
  }

  /** Marks the recipient's row when its state calls for a report. */
  QueuedRecipientRow.Builder mark(Letter letter, QueuedRecipientRow.Builder row, Instant now) {
    if (letter.returnPath().isEmpty()) {
      return row; // never a report about a report
    }
    Optional<Set<Notify>> asked = QueuedRows.reportOn(row.build());
    switch (row.getState()) {
      case FAILED ->
          row.setReportWanted(asked.map(set -> set.contains(Notify.FAILURE)).orElse(true));
      case DELIVERED ->
          row.setReportWanted(asked.map(set -> set.contains(Notify.SUCCESS)).orElse(false));
      // RFC 2852 section 4.1.4.2: nobody after us will tell that it was too late.
      case RELAYED_BLINDLY -> {
        boolean timed = letter.by().isPresent();
        row.setReportWanted(
            asked
                .map(set -> set.contains(Notify.SUCCESS) || (timed && !set.contains(Notify.NEVER)))
                .orElse(timed));
      }
      case WAITING -> {
        boolean late = !now.isBefore(letter.begin().plus(delay));
        boolean wanted = asked.map(set -> set.contains(Notify.DELAY)).orElse(true);
        if (late && wanted && !row.getDelayTold()) {
          row.setReportWanted(true).setDelayTold(true);
        }
        // RFC 2852 section 4.1.4: once, when the time asked for is over.
        boolean over = letter.by().filter(by -> !now.isBefore(by)).isPresent();
        if (over && wanted && !row.getLateTold()) {
          row.setReportWanted(true).setDelayTold(true).setLateTold(true);
        }
      }
      // Another server tells its own success; what is held is not late.
      case RELAYED, HELD, UNRECOGNIZED -> {}
    }
    return row;
  }
}
