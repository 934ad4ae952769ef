package org.mailstead.post;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.words.AccountId;

/**
 * The trees of mailboxes that were asked for lately, each good for one version of its account and
 * for those after it that left it as it is, so that what asks for thousands of mailboxes one by one
 * does not read all rows each time.
 */
final class Trees {
  /** Mailboxes in all trees together, some 40 MB. */
  private static final int MOST = 100_000;

  private final Map<AccountId, MailboxTree> trees = new LinkedHashMap<>(16, 0.75f, true);
  private long kept;

  /**
   * The tree of an account at just this version, if it is known.
   *
   * @param same tells of an older tree whether all that happened since left it as it is
   */
  Optional<MailboxTree> at(AccountId account, long version, Predicate<MailboxTree> same) {
    Optional<MailboxTree> known = of(account).filter(tree -> tree.version() <= version);
    if (known.isEmpty() || known.get().version() == version) {
      return known;
    }
    Optional<MailboxTree> now = known.filter(same).map(tree -> tree.at(version));
    now.ifPresent(tree -> keep(account, tree));
    return now;
  }

  private synchronized Optional<MailboxTree> of(AccountId account) {
    return Optional.ofNullable(trees.get(account));
  }

  synchronized void keep(AccountId account, MailboxTree tree) {
    drop(account);
    if (tree.weight() > MOST) {
      return;
    }
    trees.put(account, tree);
    kept += tree.weight();
    Iterator<MailboxTree> eldest = trees.values().iterator();
    while (kept > MOST) {
      kept -= eldest.next().weight();
      eldest.remove();
    }
  }

  synchronized void drop(AccountId account) {
    MailboxTree old = trees.remove(account);
    kept -= old == null ? 0 : old.weight();
  }
}
