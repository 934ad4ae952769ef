package org.mailstead.imap.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.post.SharedSubscription;
import org.mailstead.post.Sharing;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** All names that a client may be told: its own, and those of others that it may look up. */
public record ListedMailboxes(Client client) {
  List<ListedMailbox> own() {
    MailboxTree tree = client.tree();
    List<ListedMailbox> lines = new ArrayList<>();
    for (Mailbox mailbox : tree.all()) {
      var location = new Location(client.account(), mailbox);
      lines.add(ListedMailbox.own(tree.path(mailbox), location));
    }
    tree.oldSubscriptions().stream()
        .sorted(Comparator.naturalOrder())
        .forEach(path -> lines.add(ListedMailbox.onlySubscribed(path)));
    return lines;
  }

  /** What others share, and the levels above. */
  public List<ListedMailbox> shared() {
    Sharing sharing = client.post().sharing();
    Map<AccountId, Map<MailboxId, SharedSubscription>> subscribed = new HashMap<>();
    for (SharedSubscription one : sharing.subscriptions(client.account())) {
      subscribed.computeIfAbsent(one.owner(), _ -> new HashMap<>()).put(one.mailbox(), one);
    }
    Set<AccountId> owners = new LinkedHashSet<>(sharing.sharers(client.account()));
    owners.addAll(subscribed.keySet());
    List<ListedMailbox> lines = new ArrayList<>();
    for (AccountId owner : owners) {
      client
          .otherUsers()
          .prefix(owner)
          .ifPresent(prefix -> add(owner, prefix, subscribed.getOrDefault(owner, Map.of()), lines));
    }
    lines.addAll(above(lines));
    lines.sort(Comparator.comparing(ListedMailbox::path));
    return lines;
  }

  private void add(
      AccountId owner,
      String prefix,
      Map<MailboxId, SharedSubscription> subscribed,
      List<ListedMailbox> lines) {
    Map<MailboxId, Rights> rights = client.post().sharing().rights(client.account(), owner);
    Map<MailboxId, SharedSubscription> left = new HashMap<>(subscribed);
    if (!rights.isEmpty()) {
      MailboxTree tree = client.post().mailboxes().tree(owner);
      for (Mailbox mailbox : tree.all()) {
        Rights here = rights.getOrDefault(mailbox.id(), Rights.NONE);
        if (here.has(Right.LOOKUP)) {
          boolean is = left.remove(mailbox.id()) != null;
          var location = new Location(owner, mailbox);
          lines.add(ListedMailbox.shared(prefix + tree.path(mailbox), location, is, here));
        }
      }
    }
    left.values().forEach(gone -> lines.add(ListedMailbox.onlySubscribed(prefix + gone.path())));
  }

  private static List<ListedMailbox> above(List<ListedMailbox> lines) {
    Set<String> there = new HashSet<>();
    lines.forEach(line -> there.add(line.path()));
    Set<String> levels = new LinkedHashSet<>();
    for (ListedMailbox line : lines) {
      if (line.location().isPresent()) {
        above(line.path(), levels);
      }
    }
    levels.removeAll(there);
    return levels.stream().map(ListedMailbox::above).toList();
  }

  /** Adds the paths that a path lies in. */
  static void above(String path, Set<String> paths) {
    for (int cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
      paths.add(path.substring(0, cut));
    }
  }

  /** A subscription whose name is this one. */
  Optional<SharedSubscription> subscription(String path) {
    for (ListedMailbox line : shared()) {
      if (line.path().equals(path) && line.subscribed() && line.location().isPresent()) {
        Location at = line.location().get();
        return Optional.of(new SharedSubscription(at.owner(), at.mailbox().id(), ""));
      }
    }
    return client.post().sharing().subscriptions(client.account()).stream()
        .filter(
            one -> (client.otherUsers().prefix(one.owner()).orElse("") + one.path()).equals(path))
        .findFirst();
  }
}
