package org.mailstead.imap.mailbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.ListOptions;
import org.mailstead.imap.grammar.SpecialUse;
import org.mailstead.imap.sharing.Metadata;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.OtherUsers;
import org.mailstead.post.Right;

/** LIST and LSUB (RFC 9051 section 6.3.9, RFC 5258, RFC 3501 section 6.3.9). */
public record Listing(Client client) {
  public void run(String tag, Command.ListMailboxes command) throws IOException {
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
    List<ListedMailbox> lines = lines(patterns);
    if (command.lsub()) {
      lsub(lines, patterns);
    } else {
      list(lines, command.options(), patterns);
    }
    client.out().ok(tag, "done");
  }

  /** Others' mailboxes are not looked for where no pattern can mean them. */
  private List<ListedMailbox> lines(List<ListPattern> patterns) {
    var all = new ListedMailboxes(client);
    List<ListedMailbox> lines = new ArrayList<>(all.own());
    if (patterns.stream().anyMatch(pattern -> pattern.canMatchBelow(OtherUsers.PREFIX))) {
      lines.addAll(all.shared());
    }
    return lines;
  }

  private static boolean matches(List<ListPattern> patterns, ListedMailbox line) {
    // A level that only has others below it is told of only where % stops at it (section 6.3.9).
    return patterns.stream()
        .anyMatch(pattern ->
            (!line.implied() || pattern.endsWithLevel()) && pattern.matches(line.path()));
  }

  private static boolean selected(ListOptions options, ListedMailbox line) {
    boolean special = SpecialUse.attribute(line.role()).isPresent();
    return (line.location().isPresent() || line.implied() || options.onlySubscribed())
        && (!options.onlySubscribed() || line.subscribed())
        && (!options.onlySpecialUse() || special);
  }

  private void list(List<ListedMailbox> lines, ListOptions options, List<ListPattern> patterns)
      throws IOException {
    Set<String> parents = new HashSet<>();
    lines.stream()
        .filter(line -> line.location().isPresent())
        .forEach(line -> ListedMailboxes.above(line.path(), parents));
    Set<String> selectedBelow = new HashSet<>();
    if (options.recursiveMatch()) {
      lines.stream()
          .filter(line -> selected(options, line))
          .forEach(line -> ListedMailboxes.above(line.path(), selectedBelow));
    }
    for (ListedMailbox line : lines) {
      boolean below = selectedBelow.contains(line.path());
      boolean itself = selected(options, line);
      if ((!itself && !below) || !matches(patterns, line)) {
        continue;
      }
      String attributes =
          String.join(" ", attributes(options, line, parents.contains(line.path())));
      String child = below && options.onlySubscribed() ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : "";
      client.out().untagged("LIST (" + attributes + ") \"/\" " + client.spell(line.path()) + child);
      if (line.location().isPresent()) {
        beside(options, line, line.location().get(), itself);
      }
    }
  }

  /** What was asked for besides, as far as the client's rights go. */
  private void beside(ListOptions options, ListedMailbox line, Location at, boolean itself)
      throws IOException {
    if (!options.status().isEmpty() && line.rights().has(Right.READ)) {
      new Status(client).tell(at, line.path(), options.status());
    }
    if (!options.metadata().isEmpty() && itself && Client.mayAnnotate(line.rights())) {
      new Metadata(client).tell(at, line.path(), options.metadata());
    }
    if (options.tellRights() && itself) {
      client.out().untagged("MYRIGHTS " + client.spell(line.path()) + " " + line.rights().text());
    }
  }

  private static List<String> attributes(
      ListOptions options, ListedMailbox line, boolean hasChildren) {
    List<String> attributes = new ArrayList<>();
    if (line.location().isEmpty()) {
      attributes.add("\\NonExistent");
    }
    if (line.implied()) {
      attributes.add("\\Noselect"); // for clients that do not know the other one
    }
    if ((options.onlySubscribed() || options.tellSubscribed()) && line.subscribed()) {
      attributes.add("\\Subscribed");
    }
    attributes.add(hasChildren ? "\\HasChildren" : "\\HasNoChildren");
    // Told unasked too, as RFC 6154 section 2 allows: clients that know it need not ask.
    SpecialUse.attribute(line.role()).ifPresent(attributes::add);
    return attributes;
  }

  /** A name above a subscribed one that % does not reach is told as \Noselect. */
  private void lsub(List<ListedMailbox> lines, List<ListPattern> patterns) throws IOException {
    var told = new TreeMap<String, String>();
    for (ListedMailbox line : lines) {
      if (!line.subscribed()) {
        continue;
      }
      if (matches(patterns, line)) {
        told.put(line.path(), "");
        continue;
      }
      Set<String> parents = new HashSet<>();
      ListedMailboxes.above(line.path(), parents);
      parents.stream()
          .filter(path -> patterns.stream().anyMatch(pattern -> pattern.matches(path)))
          .forEach(path -> told.putIfAbsent(path, "\\Noselect"));
    }
    for (var entry : told.entrySet()) {
      client
          .out()
          .untagged("LSUB (" + entry.getValue() + ") \"/\" " + client.spell(entry.getKey()));
    }
  }
}
