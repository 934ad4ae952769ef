package org.mailstead.store;

import java.time.Instant;

/**
 * Forgets the old end of logs. May be ended anywhere, also by a crash: what a trim left is trimmed
 * by the next one.
 */
public final class Trimming {
  private final Accounts accounts;
  private final LogHorizon horizon;

  public Trimming(Accounts accounts, LogHorizon horizon) {
    this.accounts = accounts;
    this.horizon = horizon;
  }

  /**
   * Trims all logs of a kind; one that is not due costs two or three short reads.
   *
   * @return how many were due
   */
  public long all(Partition.Kind kind, Instant now) {
    var trimmed = new long[1];
    accounts.partitions(
        kind,
        partition -> {
          if (trim(partition, now)) {
            trimmed[0]++;
          }
        });
    return trimmed[0];
  }

  /** Trims one log; false when that was not due. */
  public boolean trim(Partition partition, Instant now) {
    long head = accounts.head(partition).version();
    long from = accounts.horizon(partition);
    // The last commit's entry stays: its outcome may be unknown to somebody.
    long most = head - 1;
    if (from + horizon.step() > most) {
      return false;
    }
    long upTo = Math.min(most, Math.max(byCount(head, from), byAge(partition, from, most, now)));
    if (upTo - from < horizon.step()) {
      return false;
    }
    accounts.trim(partition, upTo);
    return true;
  }

  /** Counts within the epoch, since between two of them lie versions that nobody ever gave out. */
  private long byCount(long head, long from) {
    long inEpoch = head - Versions.start(Versions.epoch(head));
    return inEpoch > horizon.entries() ? head - horizon.entries() : from;
  }

  /** The last version whose entry is too old. Most logs are done after one look. */
  private long byAge(Partition partition, long from, long most, Instant now) {
    Instant before = now.minus(horizon.age());
    long low = from + horizon.step();
    if (!isOld(partition, low, before)) {
      return from;
    }
    long high = most;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (isOld(partition, middle, before)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private boolean isOld(Partition partition, long version, Instant before) {
    return accounts
        .entryAfter(partition, version - 1)
        .filter(entry -> entry.time().isBefore(before))
        .isPresent();
  }
}
