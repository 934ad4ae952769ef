package org.mailstead.imap.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.identity.signin.Stay;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** How many sessions each account has at a port: one of them must not take all that there are. */
public final class Sessions {
  private final int most;
  private final Map<AccountId, Integer> counts = new ConcurrentHashMap<>();

  /**
   * @param most sessions of one account at once
   */
  public Sessions(int most) {
    this.most = most;
  }

  /**
   * Counts a session until it is closed.
   *
   * @throws Refused TOO_MANY
   */
  public Stay enter(AccountId account) {
    int now = counts.merge(account, 1, Integer::sum);
    if (now > most) {
      leave(account);
      throw new Refused(Problem.Kind.TOO_MANY, "sessions.limit");
    }
    return () -> leave(account);
  }

  private void leave(AccountId account) {
    counts.computeIfPresent(account, (_, count) -> count > 1 ? count - 1 : null);
  }
}
