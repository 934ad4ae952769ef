package org.mailstead.store;

import java.util.List;

/** What happened in a partition after a version that somebody remembers. */
public sealed interface Since {
  /**
   * All of it, oldest first.
   *
   * @param version where the partition stands after these; the next "since"
   * @param more whether the limit cut it off: ask again from {@code version}
   */
  record Entries(List<LogEntry> entries, long version, boolean more) implements Since {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** The version is older than the log, or was lost in a restore: start over. */
  record Forgotten(long version) implements Since {}
}
