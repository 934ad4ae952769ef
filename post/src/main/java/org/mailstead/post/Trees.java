package org.mailstead.post;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.words.AccountId;

/**
 * The trees of mailboxes that were asked for lately, each good for one version of its account, so
 * that what asks for thousands of mailboxes one by one does not read all rows each time.
 */
final class Trees {
  /** Mailboxes in all trees together, some 40 MB. */
  private static final int MOST = 100_000;

  private final Map<AccountId, MailboxTree> trees = new LinkedHashMap<>(16, 0.75f, true);
  private long kept;

  /** The tree of an account at just this version, if it is known. */
  synchronized Optional<MailboxTree> at(AccountId account, long version) {
    return Optional.ofNullable(trees.get(account)).filter(tree -> tree.version() == version);
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
