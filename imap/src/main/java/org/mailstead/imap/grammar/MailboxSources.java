package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which mailboxes the ESEARCH command looks into (RFC 7377 section 2.2). */
public record MailboxSources(List<Source> sources) {
  /** Sources, and names in all of them. */
  private static final int MOST = 1000;

  static final MailboxSources SELECTED =
      new MailboxSources(List.of(new Source(Kind.SELECTED, List.of())));

  public enum Kind {
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
  public record Source(Kind kind, List<String> names) {
    public Source {
      names = List.copyOf(names);
    }
  }

  public MailboxSources {
    sources = List.copyOf(sources);
  }

  public boolean usesSelected() {
    return sources.stream().anyMatch(source -> source.kind() == Kind.SELECTED);
  }

  /** SAVE may be asked for only then. */
  public boolean isOnlySelected() {
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
}
