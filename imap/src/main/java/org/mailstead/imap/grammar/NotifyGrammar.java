package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads NOTIFY (RFC 5465 section 8). */
final class NotifyGrammar {
  /** Groups of one command, and mailboxes in all of them. */
  private static final int MOST = 1000;

  private final ImapReader in;
  private boolean unknownEvent;

  NotifyGrammar(ImapReader in) {
    this.in = in;
  }

  // "NOTIFY" SP ("NONE" / "SET" [SP "STATUS"] SP event-group *(SP event-group))
  Command command() throws IOException, SyntaxException {
    in.space();
    if (in.takeWord("NONE")) {
      return new Command.Notify(false, List.of(), false);
    }
    if (!in.takeWord("SET")) {
      throw new SyntaxException("SET or NONE is missing");
    }
    in.space();
    boolean status = in.takeWord("STATUS");
    if (status) {
      in.space();
    }
    List<NotifyGroup> groups = new ArrayList<>();
    int names = 0;
    do {
      groups.add(group());
      names += groups.getLast().paths().size();
      if (groups.size() > MOST || names > MOST) {
        throw new SyntaxException("too many groups");
      }
    } while (in.take(' '));
    if (groups.stream().filter(NotifyGroup::isOfSelected).count() > 1) {
      throw new SyntaxException("there is one selected mailbox");
    }
    return new Command.Notify(status, groups, unknownEvent);
  }

  private NotifyGroup group() throws IOException, SyntaxException {
    in.expect('(');
    NotifyGroup.Kind kind = kind();
    List<String> names =
        switch (kind) {
          case SUBTREE, MAILBOXES -> MailboxSources.names(in);
          case SELECTED, SELECTED_DELAYED, INBOXES, PERSONAL, SUBSCRIBED -> List.of();
        };
    in.space();
    List<FetchItem> items = new ArrayList<>();
    Set<NotifyEvent> events = in.takeWord("NONE") ? Set.of() : events(items);
    in.expect(')');
    var group = new NotifyGroup(kind, names, events, items);
    check(group);
    return group;
  }

  private NotifyGroup.Kind kind() throws SyntaxException {
    return switch (in.word()) {
      case "SELECTED" -> NotifyGroup.Kind.SELECTED;
      case "SELECTED-DELAYED" -> NotifyGroup.Kind.SELECTED_DELAYED;
      case "INBOXES" -> NotifyGroup.Kind.INBOXES;
      case "PERSONAL" -> NotifyGroup.Kind.PERSONAL;
      case "SUBSCRIBED" -> NotifyGroup.Kind.SUBSCRIBED;
      case "SUBTREE" -> NotifyGroup.Kind.SUBTREE;
      case "MAILBOXES" -> NotifyGroup.Kind.MAILBOXES;
      case String _ -> throw new SyntaxException("unknown mailboxes");
    };
  }

  // "(" event *(SP event) ")"; the parentheses are left out in the RFC's own examples
  private Set<NotifyEvent> events(List<FetchItem> items) throws IOException, SyntaxException {
    Set<NotifyEvent> events = EnumSet.noneOf(NotifyEvent.class);
    boolean inside = in.take('(');
    do {
      String word = in.word();
      NotifyEvent.of(word).ifPresentOrElse(events::add, () -> unknownEvent = true);
      if (word.equals("MESSAGENEW") && in.takeSpaceBefore('(')) {
        new FetchGrammar(in).items(items);
      }
    } while (in.take(' '));
    if (inside) {
      in.expect(')');
    }
    return events;
  }

  // RFC 5465 section 5
  private static void check(NotifyGroup group) throws SyntaxException {
    Set<NotifyEvent> events = group.events();
    boolean comes = events.contains(NotifyEvent.MESSAGE_NEW);
    boolean goes = events.contains(NotifyEvent.MESSAGE_EXPUNGE);
    if (comes != goes || (events.contains(NotifyEvent.FLAG_CHANGE) && !comes)) {
      throw new SyntaxException("MessageNew and MessageExpunge go together, FlagChange with them");
    }
    if (group.isOfSelected() && !events.stream().allMatch(NotifyEvent::isOfMessages)) {
      throw new SyntaxException("of the selected mailbox there are messages to tell");
    }
    if (!group.isOfSelected() && !group.items().isEmpty()) {
      throw new SyntaxException("items are told of the selected mailbox only");
    }
  }
}
