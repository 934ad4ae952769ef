package org.mailstead.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Right;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Which mailboxes the ESEARCH command looks into (RFC 7377 section 2.2). */
record MailboxSources(List<Source> sources) {
  /** Sources, and names in all of them. */
  private static final int MOST = 1000;

  static final MailboxSources SELECTED =
      new MailboxSources(List.of(new Source(Kind.SELECTED, List.of())));

  enum Kind {
    SELECTED,
    INBOXES,
    PERSONAL,
    SUBSCRIBED,
    SUBTREE,
    SUBTREE_ONE,
    MAILBOXES
  }

  /**
   * One of the sources.
   *
   * @param names as sent; empty where the kind says all
   */
  record Source(Kind kind, List<String> names) {
    Source {
      names = List.copyOf(names);
    }
  }

  MailboxSources {
    sources = List.copyOf(sources);
  }

  boolean usesSelected() {
    return sources.stream().anyMatch(source -> source.kind() == Kind.SELECTED);
  }

  /** SAVE may be asked for only then. */
  boolean isOnlySelected() {
    return sources.stream().allMatch(source -> source.kind() == Kind.SELECTED);
  }

  // esearch-source-opts = "IN" SP "(" source-mbox [SP "(" scope-options ")"] ")"
  static MailboxSources parse(ImapReader in) throws IOException, SyntaxException {
    List<Source> sources = new ArrayList<>();
    int names = 0;
    in.expect('(');
    do {
      if (in.peek() == '(') {
        throw new SyntaxException("unknown scope option");
      }
      sources.add(source(in));
      names += sources.getLast().names().size();
      if (sources.size() > MOST || names > MOST) {
        throw new SyntaxException("too many sources");
      }
    } while (in.take(' '));
    in.expect(')');
    return new MailboxSources(sources);
  }

  private static Source source(ImapReader in) throws IOException, SyntaxException {
    return switch (in.word()) {
      case "SELECTED" -> new Source(Kind.SELECTED, List.of());
      case "INBOXES" -> new Source(Kind.INBOXES, List.of());
      case "PERSONAL" -> new Source(Kind.PERSONAL, List.of());
      case "SUBSCRIBED" -> new Source(Kind.SUBSCRIBED, List.of());
      case "SUBTREE" -> new Source(Kind.SUBTREE, names(in));
      case "SUBTREE-ONE" -> new Source(Kind.SUBTREE_ONE, names(in));
      case "MAILBOXES" -> new Source(Kind.MAILBOXES, names(in));
      case String _ -> throw new SyntaxException("unknown source");
    };
  }

  // one-or-more-mailbox = mailbox / "(" mailbox *(SP mailbox) ")"
  static List<String> names(ImapReader in) throws IOException, SyntaxException {
    in.space();
    if (!in.take('(')) {
      return List.of(in.astring());
    }
    List<String> names = new ArrayList<>();
    do {
      names.add(in.astring());
      if (names.size() > MOST) {
        throw new SyntaxException("too many mailboxes");
      }
    } while (in.take(' '));
    in.expect(')');
    return names;
  }

  /** The mailboxes that there are, each once; names of others are passed over. */
  List<Location> find(Client client) {
    Map<MailboxId, Location> found = new LinkedHashMap<>();
    MailboxTree tree = client.tree();
    for (Source source : sources) {
      for (Location location : find(client, tree, source)) {
        found.putIfAbsent(location.mailbox().id(), location);
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Location> find(Client client, MailboxTree tree, Source source) {
    return switch (source.kind()) {
      case SELECTED -> client.selected().map(Selected::location).stream().toList();
      case MAILBOXES ->
          source.names().stream().flatMap(name -> readable(client, name).stream()).toList();
      // The words mean what they mean in NOTIFY: mail may be delivered to any (RFC 5465 section
      // 6.3).
      case INBOXES, PERSONAL -> own(client, tree, _ -> true);
      case SUBSCRIBED -> own(client, tree, Mailbox::subscribed);
      case SUBTREE -> below(client, tree, source.names(), Integer.MAX_VALUE);
      case SUBTREE_ONE -> below(client, tree, source.names(), 1);
    };
  }

  private static List<Location> own(
      Client client, MailboxTree tree, java.util.function.Predicate<Mailbox> wanted) {
    return tree.all().stream()
        .filter(wanted)
        .map(mailbox -> new Location(client.account(), mailbox))
        .toList();
  }

  /** Mailboxes of these names, and those at most so many levels below. */
  private static List<Location> below(
      Client client, MailboxTree tree, List<String> names, int levels) {
    List<Location> found = new ArrayList<>();
    for (String name : names) {
      readable(client, name).ifPresent(found::add);
      String above = client.path(name) + "/";
      found.addAll(own(client, tree, mailbox -> isBelow(tree.path(mailbox), above, levels)));
    }
    return found;
  }

  private static boolean isBelow(String path, String above, int levels) {
    return path.startsWith(above)
        && (levels == Integer.MAX_VALUE || path.indexOf('/', above.length()) < 0);
  }

  /** A mailbox that may not be read is passed over (RFC 7377 section 2.2). */
  private static Optional<Location> readable(Client client, String name) {
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
