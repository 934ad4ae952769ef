package org.mailstead.jmap.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.words.AccountId;

/** How many requests of an account are done at once: one account's flood is its own. */
public final class Turns {
  private final String limit;
  private final int most;
  private final Map<AccountId, Integer> now = new ConcurrentHashMap<>();

  /**
   * @param limit its name in the session object
   */
  public Turns(String limit, int most) {
    this.limit = limit;
    this.most = most;
  }

  /** Taken until it is closed. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @throws RequestError limit
   */
  public Turn take(AccountId account) {
    now.compute(
        account,
        (_, taken) -> {
          int before = taken == null ? 0 : taken;
          if (before >= most) {
            throw RequestError.limit(limit, "at most " + most + " at once");
          }
          return before + 1;
        });
    return () -> now.computeIfPresent(account, (_, taken) -> taken == 1 ? null : taken - 1);
  }
}
