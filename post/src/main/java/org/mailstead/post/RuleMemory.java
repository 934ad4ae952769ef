package org.mailstead.post;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.mailstead.post.rows.RememberedRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;

/**
 * What an account's scripts remember for a while: messages that a duplicate test saw (RFC 7352),
 * and who was answered (RFC 5230). Only a hash of it is kept.
 */
public final class RuleMemory {
  private static final Duration LONGEST = Duration.ofDays(90);

  private final Accounts store;
  private final InstantSource clock;

  RuleMemory(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Something to remember, until a moment. */
  public record Item(String what, long untilMs) {}

  /** Something to remember for so long, at most 90 days. */
  public Item item(String what, Duration time) {
    Duration kept = time.compareTo(LONGEST) > 0 ? LONGEST : time;
    return new Item(what, clock.instant().plus(kept).toEpochMilli());
  }

  /** Whether it is remembered. */
  public boolean knows(AccountId account, String what) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.remembered(Threads.hash(what)))
        .filter(row -> until(row) > clock.millis())
        .isPresent();
  }

  static long until(byte[] row) {
    return Row.read(row, RememberedRow.parser()).getUntilMs();
  }

  static void write(Draft draft, List<Item> items) {
    for (Item item : items) {
      var row = RememberedRow.newBuilder().setUntilMs(item.untilMs()).build();
      draft.put(MailKeys.remembered(Threads.hash(item.what())), Row.write(row));
    }
  }
}
