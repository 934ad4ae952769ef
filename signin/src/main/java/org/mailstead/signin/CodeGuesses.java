package org.mailstead.signin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Stops an account from trying device codes until one fits (RFC 8628 section 5.1). */
final class CodeGuesses {
  private static final int MOST = 10;
  private static final Duration FORGIVEN = Duration.ofMinutes(10);
  private static final int REMEMBERED = 10_000;

  private final InstantSource clock;
  private final Map<AccountId, Count> counts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountId, Count> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Count(int wrong, long since) {}

  CodeGuesses(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @throws Refused RATE_LIMITED
   */
  synchronized void check(AccountId account) {
    Count count = counts.get(account);
    if (count != null && isFresh(count) && count.wrong >= MOST) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "login.throttled");
    }
  }

  private boolean isFresh(Count count) {
    return clock.millis() < count.since + FORGIVEN.toMillis();
  }

  synchronized void wrong(AccountId account) {
    counts.merge(
        account,
        new Count(1, clock.millis()),
        (old, one) -> isFresh(old) ? new Count(old.wrong + 1, old.since) : one);
  }
}
