package org.mailstead.wire.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Remembers answers for as long as they allow, within a bound on memory. */
final class DnsCache {
  static final Duration LONGEST = Duration.ofDays(1);

  /** RFC 2308 section 5 finds one to three hours good. */
  static final Duration LONGEST_NEGATIVE = Duration.ofHours(1);

  /** RFC 9520 section 3.2: a failure is remembered for a moment, at most five minutes. */
  static final Duration FAILURE = Duration.ofSeconds(5);

  private static final int ENTRY_OVERHEAD = 300;
  private static final int RECORD_OVERHEAD = 150;

  private record Key(Name name, int type) {}

  private record Entry(Answer<Record> answer, Instant until, int weight) {}

  private final InstantSource clock;
  private final long mostOctets;
  // Guarded by this; the least recently used first.
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long octets;

  /**
   * @param mostOctets about how much memory all answers may take
   */
  DnsCache(long mostOctets, InstantSource clock) {
    this.mostOctets = mostOctets;
    this.clock = clock;
  }

  /** The answer with the time to live that is left. */
  synchronized Optional<Answer<Record>> find(Name name, int type) {
    Entry entry = entries.get(new Key(name, type));
    if (entry == null) {
      return Optional.empty();
    }
    Duration left = Duration.between(clock.instant(), entry.until());
    if (!left.isPositive()) {
      remove(new Key(name, type));
      return Optional.empty();
    }
    return Optional.of(
        entry.answer() instanceof Answer.Found<Record>(var records, _, var authenticated)
            ? new Answer.Found<>(records, left, authenticated)
            : entry.answer());
  }

  synchronized void remember(Name name, int type, Reply reply) {
    Duration keep = shortened(reply);
    if (!keep.isPositive()) {
      return;
    }
    Key key = new Key(name, type);
    remove(key);
    Entry entry =
        new Entry(reply.answer(), clock.instant().plus(keep), weight(name, reply.answer()));
    entries.put(key, entry);
    octets += entry.weight();
    Iterator<Entry> oldest = entries.values().iterator();
    while (octets > mostOctets && oldest.hasNext()) {
      octets -= oldest.next().weight();
      oldest.remove();
    }
  }

  private static Duration shortened(Reply reply) {
    Duration most =
        switch (reply.answer()) {
          case Answer.Found<Record> _ -> LONGEST;
          case Answer.NoData<Record> _, Answer.NoSuchName<Record> _ -> LONGEST_NEGATIVE;
          case Answer.Failed<Record> _ -> FAILURE;
        };
    Duration wanted = reply.answer() instanceof Answer.Failed ? FAILURE : reply.keep();
    return wanted.compareTo(most) < 0 ? wanted : most;
  }

  private void remove(Key key) {
    Entry old = entries.remove(key);
    if (old != null) {
      octets -= old.weight();
    }
  }

  private static int weight(Name name, Answer<Record> answer) {
    int weight = ENTRY_OVERHEAD + name.length();
    for (Record record : answer.records()) {
      weight += RECORD_OVERHEAD + record.rdataToWireCanonical().length;
    }
    return weight;
  }

  synchronized int size() {
    return entries.size();
  }
}
