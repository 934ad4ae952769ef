package org.mailstead.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each of many may do something: a bucket of tokens per key, filled steadily, one taken
 * each time. Memory is bounded: when there are too many keys, the one longest not seen is
 * forgotten, and would start again with a full bucket.
 *
 * <p>Safe for many threads.
 */
public final class TokenBuckets<K> {
  /**
   * How many at once, and how many in time.
   *
   * @param burst tokens in a full bucket, at least 1
   * @param refill how long an empty bucket takes to be full
   */
  public record Rate(int burst, Duration refill) {
    public Rate {
      if (burst < 1 || !refill.isPositive()) {
        throw new IllegalArgumentException("no rate: " + burst + " in " + refill);
      }
    }

    private double tokensIn(long millis) {
      return (double) millis * burst / Math.max(1, refill.toMillis());
    }
  }

  private static final class Bucket {
    double tokens;
    long atMillis;
  }

  private final Rate rate;
  private final InstantSource clock;
  private final Map<K, Bucket> buckets;

  /**
   * @param maxKeys how many keys are remembered
   */
  public TokenBuckets(Rate rate, int maxKeys, InstantSource clock) {
    this.rate = rate;
    this.clock = clock;
    buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > maxKeys;
          }
        };
  }

  /** Takes a token; false when there is none, and then nothing has changed. */
  public boolean take(K key) {
    return take(key, 1);
  }

  /** Takes so many tokens at once, or none and answers false. */
  public synchronized boolean take(K key, int tokens) {
    Bucket bucket = filled(key);
    if (bucket.tokens < tokens) {
      return false;
    }
    bucket.tokens -= tokens;
    return true;
  }

  /** Takes so many tokens, or all that are there when there are fewer. */
  public synchronized void drain(K key, long tokens) {
    Bucket bucket = filled(key);
    bucket.tokens = Math.max(0, bucket.tokens - tokens);
  }

  /** How long until a token can be taken; zero when one can be now. */
  public synchronized Duration untilNext(K key) {
    double missing = 1 - filled(key).tokens;
    return missing <= 0
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil(missing * rate.refill().toMillis() / rate.burst()));
  }

  /** Fills the bucket again, for instance after a successful login. */
  public synchronized void forget(K key) {
    buckets.remove(key);
  }

  private Bucket filled(K key) {
    Instant now = clock.instant();
    Bucket bucket = buckets.computeIfAbsent(key, _ -> full(now));
    // A clock that is set back must not empty a bucket.
    long passed = Math.max(0, now.toEpochMilli() - bucket.atMillis);
    bucket.tokens = Math.min(rate.burst(), bucket.tokens + rate.tokensIn(passed));
    bucket.atMillis = now.toEpochMilli();
    return bucket;
  }

  private Bucket full(Instant now) {
    var bucket = new Bucket();
    bucket.tokens = rate.burst();
    bucket.atMillis = now.toEpochMilli();
    return bucket;
  }

  synchronized int size() {
    return buckets.size();
  }
}
