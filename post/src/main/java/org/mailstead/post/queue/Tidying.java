package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.time.InstantSource;
import org.mailstead.post.Timers;
import org.mailstead.post.reports.ReportBox;
import org.mailstead.store.Blobs;
import org.mailstead.words.AccountId;

/** Takes away each day what the queue needs no more. */
final class Tidying {
  private static final System.Logger LOG = System.getLogger(Tidying.class.getName());

  /** The kind of its timer. */
  private static final String KIND = "queue.tidy";

  private static final Duration FIRST = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofDays(1);

  /** Stands for mail that no account of ours sent or gets. */
  private static final AccountId NOBODY = new AccountId(Long.MAX_VALUE);

  private final Letters letters;
  private final Suppressions suppressions;
  private final Traces traces;
  private final ReportBox reported;
  private final Blobs blobs;
  private final Timers timers;
  private final InstantSource clock;

  Tidying(
      Letters letters,
      Suppressions suppressions,
      Traces traces,
      ReportBox reported,
      Blobs blobs,
      Timers timers,
      InstantSource clock) {
    this.letters = letters;
    this.suppressions = suppressions;
    this.traces = traces;
    this.reported = reported;
    this.blobs = blobs;
    this.timers = timers;
    this.clock = clock;
    timers.on(KIND, this::tidy);
  }

  void start() {
    timers.set(new Timers.Timer(KIND, KIND, clock.instant().plus(FIRST)));
  }

  /** Removes what no message needs, and keeps the bodies of those that have been here for long. */
  private void tidy(Timers.Timer timer) {
    letters.sweep();
    suppressions.sweep();
    traces.sweep();
    reported.sweep();
    letters.each(row -> {
      if (!row.getSmall()) {
        letters.find(row.getId()).ifPresent(this::keepBody);
      }
    });
    timers.set(new Timers.Timer(KIND, KIND, clock.instant().plus(AGAIN)));
  }

  /** A body that no mailbox refers to is swept after some days, and held mail may lie longer. */
  private void keepBody(Letter letter) {
    AccountId holder =
        letter
            .sender()
            .or(() ->
                letter.recipients().stream()
                    .filter(Letter.To::isHere)
                    .map(to -> new AccountId(to.row().getAccount()))
                    .findFirst())
            .orElse(NOBODY);
    if (!blobs.hold(letter.blob(), holder)) {
      LOG.log(ERROR, "queue id={0}: its body is gone", letter.id());
    }
  }
}
