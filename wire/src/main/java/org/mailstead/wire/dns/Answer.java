package org.mailstead.wire.dns;

import java.time.Duration;
import java.util.List;

/** What the DNS says about a name. */
public sealed interface Answer<T> {
  /**
   * There are such records.
   *
   * @param records at least one
   * @param ttl how long they may still be kept
   * @param authenticated whether DNSSEC vouches for them, as far as the asked resolver is trusted
   */
  record Found<T>(List<T> records, Duration ttl, boolean authenticated) implements Answer<T> {
    public Found {
      records = List.copyOf(records);
    }
  }

  /** The name exists and has no such record. */
  record NoData<T>() implements Answer<T> {}

  /** The name does not exist. */
  record NoSuchName<T>() implements Answer<T> {}

  /**
   * There is no answer.
   *
   * @param temporary whether asking later makes sense; false for what is no domain name
   * @param why for logs and for the sender of a message
   */
  record Failed<T>(boolean temporary, String why) implements Answer<T> {}

  /** The records, none when there are none or no answer. */
  default List<T> records() {
    return switch (this) {
      case Found<T>(var records, _, _) -> records;
      case NoData<T> _, NoSuchName<T> _, Failed<T> _ -> List.of();
    };
  }
}
