package org.mailstead.imap.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.imap.grammar.MailboxSources;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Right;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Finds the mailboxes that the sources of an ESEARCH command name (RFC 7377 section 2.2). */
record SourceMailboxes(Client client, MailboxTree tree) {
  SourceMailboxes(Client client) {
    this(client, client.tree());
  }

  /** The mailboxes that there are, each once; names of others are passed over. */
  List<Location> find(MailboxSources sources) {
    Map<MailboxId, Location> found = new LinkedHashMap<>();
    for (MailboxSources.Source source : sources.sources()) {
      for (Location location : find(source)) {
        found.putIfAbsent(location.mailbox().id(), location);
      }
    }
    return List.copyOf(found.values());
  }

  private List<Location> find(MailboxSources.Source source) {
    return switch (source.kind()) {
      case SELECTED -> client.selected().map(Selected::location).stream().toList();
      case MAILBOXES -> source.names().stream().flatMap(name -> readable(name).stream()).toList();
      // The words mean what they mean in NOTIFY: mail may be delivered to any (RFC 5465 section
      // 6.3).
      case INBOXES, PERSONAL -> own(_ -> true);
      case SUBSCRIBED -> own(Mailbox::subscribed);
      case SUBTREE -> below(source.names(), Integer.MAX_VALUE);
      case SUBTREE_ONE -> below(source.names(), 1);
    };
  }

  private List<Location> own(Predicate<Mailbox> wanted) {
    return tree.all().stream()
        .filter(wanted)
        .map(mailbox -> new Location(client.account(), mailbox))
        .toList();
  }

  /** Mailboxes of these names, and those at most so many levels below. */
  private List<Location> below(List<String> names, int levels) {
    List<Location> found = new ArrayList<>();
    for (String name : names) {
      readable(name).ifPresent(found::add);
      String above = client.path(name) + "/";
      found.addAll(own(mailbox -> isBelow(tree.path(mailbox), above, levels)));
    }
    return found;
  }

  private static boolean isBelow(String path, String above, int levels) {
    return path.startsWith(above)
        && (levels == Integer.MAX_VALUE || path.indexOf('/', above.length()) < 0);
  }

  /** A mailbox that may not be read is passed over (RFC 7377 section 2.2). */
  private Optional<Location> readable(String name) {
    try {
      return client.find(name, Right.READ);
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.NOT_PERMITTED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
