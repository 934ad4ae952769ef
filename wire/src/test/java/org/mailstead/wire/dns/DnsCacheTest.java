package org.mailstead.wire.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What the cache keeps, for how long, and how much of it. */
class DnsCacheTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  private static Name name(int i) throws Exception {
    return Name.fromString("n" + i + ".example.");
  }

  private static Reply found(int i, Duration keep, String text) throws Exception {
    Record record = new TXTRecord(name(i), DClass.IN, keep.toSeconds(), List.of(text, text, text));
    return new Reply(new Answer.Found<>(List.of(record), keep, true), keep);
  }

  @Test
  void memoryIsBoundedAndTheLeastUsedGoesFirst() throws Exception {
    var cache = new DnsCache(20_000, now::get);
    for (int i = 0; i < 1000; i++) {
      cache.remember(name(i), Type.TXT, found(i, Duration.ofHours(1), "x".repeat(250)));
      assertTrue(cache.find(name(0), Type.TXT).isPresent(), "used all the time");
    }
    assertTrue(cache.size() > 5 && cache.size() < 30, () -> "entries: " + cache.size());
    assertTrue(cache.find(name(999), Type.TXT).isPresent());
    assertTrue(cache.find(name(500), Type.TXT).isEmpty());
  }

  @Test
  void noAnswerIsKeptForEver() throws Exception {
    var cache = new DnsCache(20_000, now::get);
    cache.remember(name(1), Type.TXT, found(1, Duration.ofDays(365), "x"));
    cache.remember(name(2), Type.TXT, new Reply(new Answer.NoData<>(), Duration.ofDays(365)));
    cache.remember(name(3), Type.TXT, new Reply(new Answer.NoData<>(), Duration.ZERO));
    assertTrue(cache.find(name(3), Type.TXT).isEmpty(), "without SOA nothing is kept");
    now.updateAndGet(instant -> instant.plus(DnsCache.LONGEST_NEGATIVE));
    assertTrue(cache.find(name(2), Type.TXT).isEmpty());
    assertTrue(cache.find(name(1), Type.TXT).isPresent());
    now.updateAndGet(instant -> instant.plus(DnsCache.LONGEST));
    assertTrue(cache.find(name(1), Type.TXT).isEmpty());
    assertEquals(0, cache.size());
  }
}
