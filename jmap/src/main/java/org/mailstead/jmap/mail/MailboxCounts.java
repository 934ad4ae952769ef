package org.mailstead.jmap.mail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.AccountView;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * How many emails and threads there are in each mailbox (RFC 8621 section 2). A thread is unread in
 * a mailbox when opening it there shows something unread, wherever that lies; what is in the trash
 * alone counts in the trash only, and there nothing else does.
 */
final class MailboxCounts {
  /** What is counted in one mailbox. */
  static final class Counts {
    private int emails;
    private int unread;
    private int unreadThreads;
    private final Set<Long> threads = new HashSet<>();

    long emails() {
      return emails;
    }

    long unread() {
      return unread;
    }

    long threads() {
      return threads.size();
    }

    long unreadThreads() {
      return unreadThreads;
    }
  }

  /** Where a thread has something unread. */
  private static final class Unread {
    boolean inTrash;
    boolean elsewhere;
  }

  private static final Counts NONE = new Counts();

  private final Map<MailboxId, Counts> counts = new HashMap<>();
  private final Map<Long, Unread> unread = new HashMap<>();

  private MailboxCounts() {}

  /** Counts of accounts as their owners see them; each good for one view. */
  private static final class Known {
    private static final int MOST = 1_000;

    private record Key(AccountView view, Optional<MailboxId> trash) {}

    private final LinkedHashMap<AccountId, Map.Entry<Key, MailboxCounts>> known =
        new LinkedHashMap<>(16, 0.75f, true);

    synchronized Optional<MailboxCounts> find(AccountId account, Key key) {
      return Optional.ofNullable(known.get(account))
          .filter(entry -> entry.getKey().equals(key))
          .map(Map.Entry::getValue);
    }

    synchronized void keep(AccountId account, Key key, MailboxCounts counts) {
      known.put(account, Map.entry(key, counts));
      if (known.size() > MOST) {
        known.pollFirstEntry();
      }
    }
  }

  /** Counts, or tells what was counted of the very same view. */
  static final class Counting {
    private final Known known = new Known();

    MailboxCounts of(AccountView view, Access access, Optional<MailboxId> trash) {
      if (!access.isOwn()) {
        return MailboxCounts.of(view, access, trash);
      }
      var key = new Known.Key(view, trash);
      return known
          .find(access.owner(), key)
          .orElseGet(() -> {
            MailboxCounts counts = MailboxCounts.of(view, access, trash);
            known.keep(access.owner(), key, counts);
            return counts;
          });
    }
  }

  private static MailboxCounts of(AccountView view, Access access, Optional<MailboxId> trash) {
    var all = new MailboxCounts();
    view.each(email ->
        access.see(email).filter(AccountEmail::isUnread).ifPresent(one -> all.unread(one, trash)));
    view.each(email -> access.see(email).ifPresent(one -> all.count(one, trash)));
    return all;
  }

  private void unread(AccountEmail email, Optional<MailboxId> trash) {
    Unread thread = unread.computeIfAbsent(email.thread(), _ -> new Unread());
    for (AccountEmail.Place place : email.places()) {
      if (place.isShown()) {
        boolean here = trash.isPresent() && trash.get().equals(place.mailbox());
        thread.inTrash |= here;
        thread.elsewhere |= !here;
      }
    }
  }

  private void count(AccountEmail email, Optional<MailboxId> trash) {
    boolean isUnread = email.isUnread();
    Unread thread = unread.get(email.thread());
    for (MailboxId mailbox : email.mailboxes()) {
      Counts here = counts.computeIfAbsent(mailbox, _ -> new Counts());
      here.emails++;
      here.unread += isUnread ? 1 : 0;
      if (here.threads.add(email.thread()) && thread != null) {
        boolean isTrash = trash.isPresent() && trash.get().equals(mailbox);
        here.unreadThreads += (isTrash ? thread.inTrash : thread.elsewhere) ? 1 : 0;
      }
    }
  }

  Counts of(MailboxId mailbox) {
    return counts.getOrDefault(mailbox, NONE);
  }
}
