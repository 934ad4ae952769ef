package org.mailstead.imap.state;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxView;
import org.mailstead.post.rules.MailboxEvent;
import org.mailstead.post.rules.MailboxEvents.Watching;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Lets scripts know what a client did to messages (RFC 6785). */
public record Events(Client client) {
  /** Messages came into a mailbox. */
  public void came(MailboxEvent.Cause cause, Location to, List<Integer> uids) {
    MailboxId mailbox = to.mailbox().id();
    Optional<Watching> script = script(to.owner(), mailbox);
    if (script.isPresent()) {
      uids.forEach(uid -> script.get().happened(event(cause, to.owner(), mailbox, uid, List.of())));
    }
  }

  /**
   * Flags of messages may have changed.
   *
   * @param before what they were
   */
  public void flagged(Selected in, List<Integer> uids, MailboxView before) {
    Optional<Watching> script = script(in.account(), in.id());
    if (script.isEmpty()) {
      return;
    }
    MailboxView now = client.post().view(in.account(), in.id());
    for (int uid : uids) {
      int was = before.indexOf(uid);
      int is = now.indexOf(uid);
      if (was >= 0 && is >= 0) {
        List<String> changed = changed(in, before.flags(was), now.flags(is));
        if (!changed.isEmpty()) {
          script
              .get()
              .happened(event(MailboxEvent.Cause.FLAG, in.account(), in.id(), uid, changed));
        }
      }
    }
  }

  /** Messages were seen that had not been. */
  public void seen(Selected in, List<Integer> uids) {
    Optional<Watching> script = script(in.account(), in.id());
    if (script.isPresent()) {
      uids.forEach(uid ->
          script
              .get()
              .happened(
                  event(MailboxEvent.Cause.FLAG, in.account(), in.id(), uid, List.of("\\Seen"))));
    }
  }

  private List<String> changed(Selected in, Flags before, Flags now) {
    var keywords = client.post().keywords(in.account());
    Set<String> changed = new TreeSet<>(keywords.names(now.without(before)));
    changed.addAll(keywords.names(before.without(now)));
    return List.copyOf(changed);
  }

  private Optional<Watching> script(AccountId owner, MailboxId mailbox) {
    return client.house().events().flatMap(events -> events.of(owner, mailbox));
  }

  private MailboxEvent event(
      MailboxEvent.Cause cause, AccountId owner, MailboxId mailbox, int uid, List<String> changed) {
    return new MailboxEvent(cause, client.account(), owner, mailbox, uid, changed);
  }
}
