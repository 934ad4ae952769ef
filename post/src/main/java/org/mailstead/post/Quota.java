package org.mailstead.post;

import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** How much mail an account may keep. Every email counts once, however many mailboxes show it. */
final class Quota {
  private final Directory directory;

  Quota(Directory directory) {
    this.directory = directory;
  }

  /** The limit in octets; 0 for none. */
  long limit(AccountId account) {
    return directory.account(account).map(Account::quotaBytes).orElse(0L);
  }

  /** Refuses what would come over the limit. */
  static void check(AccountRow.Builder account, long more, long limit) {
    if (limit > 0 && account.getUsedBytes() + more > limit) {
      throw over(account.getUsedBytes(), limit);
    }
  }

  /** A delivery may overshoot by one message: only an account that is full already refuses. */
  static void checkDelivery(long used, long limit) {
    if (limit > 0 && used >= limit) {
      throw over(used, limit);
    }
  }

  private static Refused over(long used, long limit) {
    return new Refused(
        Problem.Kind.OVER_QUOTA, "quota.full", Long.toString(used), Long.toString(limit));
  }
}
