package org.mailstead.pop3;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** INBOX as it was when the session signed in, and what the session wants deleted of it. */
final class Maildrop {
  private final Post post;
  private final AccountId account;
  private final Mailbox inbox;
  private final MailboxView view;
  private final Set<Integer> deleted = new HashSet<>();

  Maildrop(Post post, AccountId account) {
    this.post = post;
    this.account = account;
    post.mailboxes().provide(account);
    this.inbox = post.mailboxes().tree(account).inbox();
    this.view = post.view(account, inbox.id());
  }

  AccountId account() {
    return account;
  }

  /** How many messages there were at the beginning: the highest message number. */
  int size() {
    return view.size();
  }

  boolean isDeleted(int number) {
    return deleted.contains(number);
  }

  /**
   * A message by its number from 1.
   *
   * @throws Refused NOT_FOUND when there is none, or it is marked deleted
   */
  Member get(int number) {
    if (number < 1 || number > view.size() || deleted.contains(number)) {
      throw new Refused(Problem.Kind.NOT_FOUND, "message.missing", Integer.toString(number));
    }
    return view.get(number - 1);
  }

  /** Lasting and unique over all sessions (RFC 1939 section 7). */
  String uidl(Member member) {
    return inbox.uidValidity() + "." + member.uid();
  }

  void delete(int number) {
    deleted.add(number);
  }

  void reset() {
    deleted.clear();
  }

  int count() {
    return view.size() - deleted.size();
  }

  long octets() {
    long octets = 0;
    for (int number = 1; number <= view.size(); number++) {
      octets += deleted.contains(number) ? 0 : view.get(number - 1).size();
    }
    return octets;
  }

  /** Removes what was marked; the session's only change of the maildrop. */
  void commit() {
    List<Integer> uids = new ArrayList<>();
    for (int number : deleted) {
      uids.add(view.uid(number - 1));
    }
    if (!uids.isEmpty()) {
      uids.sort(null);
      post.messages().expunge(account, inbox.id(), uids, false);
    }
  }
}
