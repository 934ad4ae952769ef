package org.mailstead.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;

/** LIST and LSUB (RFC 9051 section 6.3.9, RFC 5258, RFC 3501 section 6.3.9). */
record Listing(Client client) {
  /** A line of the answer; one without a mailbox is a name that is only subscribed to. */
  private record Line(String path, Optional<Mailbox> mailbox) {
    boolean subscribed() {
      return mailbox.map(Mailbox::subscribed).orElse(true);
    }
  }

  void run(String tag, Command.ListMailboxes command) throws IOException {
    String name = command.lsub() ? "LSUB" : "LIST";
    if (command.patterns().equals(List.of(""))) {
      // What parts names, and the root of the reference (RFC 9051 section 6.3.9).
      client.out().untagged(name + " (\\Noselect) \"/\" \"\"");
      client.out().ok(tag, "done");
      return;
    }
    String reference = client.pattern(command.reference());
    List<ListPattern> patterns =
        command.patterns().stream()
            .map(pattern -> new ListPattern(reference + client.pattern(pattern)))
            .toList();
    MailboxTree tree = client.tree();
    if (command.lsub()) {
      lsub(lines(tree), patterns);
    } else {
      list(tree, command.options(), patterns);
    }
    client.out().ok(tag, "done");
  }

  private static List<Line> lines(MailboxTree tree) {
    List<Line> lines = new ArrayList<>();
    tree.all().forEach(mailbox -> lines.add(new Line(tree.path(mailbox), Optional.of(mailbox))));
    tree.oldSubscriptions().stream()
        .sorted(Comparator.naturalOrder())
        .forEach(path -> lines.add(new Line(path, Optional.empty())));
    return lines;
  }

  private static boolean matches(List<ListPattern> patterns, String path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  private static boolean selected(ListOptions options, Line line) {
    boolean special = line.mailbox().flatMap(m -> SpecialUse.attribute(m.role())).isPresent();
    return (line.mailbox().isPresent() || options.onlySubscribed())
        && (!options.onlySubscribed() || line.subscribed())
        && (!options.onlySpecialUse() || special);
  }

  private void list(MailboxTree tree, ListOptions options, List<ListPattern> patterns)
      throws IOException {
    List<Line> lines = lines(tree);
    Set<String> parents = new HashSet<>();
    lines.stream().filter(line -> line.mailbox().isPresent()).forEach(line -> above(line, parents));
    Set<String> selectedBelow = new HashSet<>();
    if (options.recursiveMatch()) {
      lines.stream()
          .filter(line -> selected(options, line))
          .forEach(line -> above(line, selectedBelow));
    }
    for (Line line : lines) {
      boolean below = selectedBelow.contains(line.path());
      boolean itself = selected(options, line);
      if ((!itself && !below) || !matches(patterns, line.path())) {
        continue;
      }
      String attributes =
          String.join(" ", attributes(options, line, parents.contains(line.path())));
      String child = below && options.onlySubscribed() ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : "";
      client.out().untagged("LIST (" + attributes + ") \"/\" " + client.spell(line.path()) + child);
      if (!options.status().isEmpty() && line.mailbox().isPresent()) {
        new Status(client)
            .tell(
                new Location(client.account(), line.mailbox().get()),
                line.path(),
                options.status());
      }
      if (!options.metadata().isEmpty() && line.mailbox().isPresent() && itself) {
        var location = new Location(client.account(), line.mailbox().get());
        new Metadata(client).tell(location, line.path(), options.metadata());
      }
    }
  }

  /** Adds the paths that a path lies in. */
  private static void above(Line line, Set<String> paths) {
    String path = line.path();
    for (int cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
      paths.add(path.substring(0, cut));
    }
  }

  private static List<String> attributes(ListOptions options, Line line, boolean hasChildren) {
    List<String> attributes = new ArrayList<>();
    if (line.mailbox().isEmpty()) {
      attributes.add("\\NonExistent");
    }
    if ((options.onlySubscribed() || options.tellSubscribed()) && line.subscribed()) {
      attributes.add("\\Subscribed");
    }
    attributes.add(hasChildren ? "\\HasChildren" : "\\HasNoChildren");
    // Told unasked too, as RFC 6154 section 2 allows: clients that know it need not ask.
    line.mailbox().flatMap(m -> SpecialUse.attribute(m.role())).ifPresent(attributes::add);
    return attributes;
  }

  /** A name above a subscribed one that % does not reach is told as \Noselect. */
  private void lsub(List<Line> lines, List<ListPattern> patterns) throws IOException {
    var told = new TreeMap<String, String>();
    for (Line line : lines) {
      if (!line.subscribed()) {
        continue;
      }
      if (matches(patterns, line.path())) {
        told.put(line.path(), "");
        continue;
      }
      Set<String> parents = new HashSet<>();
      above(line, parents);
      parents.stream()
          .filter(path -> matches(patterns, path))
          .forEach(path -> told.putIfAbsent(path, "\\Noselect"));
    }
    for (var entry : told.entrySet()) {
      client
          .out()
          .untagged("LSUB (" + entry.getValue() + ") \"/\" " + client.spell(entry.getKey()));
    }
  }
}
