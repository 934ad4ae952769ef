package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.post.AnnotationName;

/** Reads LIST, LSUB and the items of STATUS (RFC 5258, RFC 5819, RFC 6154). */
final class ListGrammar {
  private static final int MAX_PATTERNS = 100;

  /** Octets of all patterns together: more than the longest path has. */
  private static final int MAX_OCTETS = 6_000;

  private final ImapReader in;
  private boolean onlySubscribed;
  private boolean onlySpecialUse;
  private boolean recursiveMatch;
  private boolean tellSubscribed;
  private boolean tellSpecialUse;
  private List<StatusItem> status = List.of();
  private List<AnnotationName> metadata = List.of();
  private boolean tellRights;

  ListGrammar(ImapReader in) {
    this.in = in;
  }

  // "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
  Command list() throws IOException, SyntaxException {
    in.space();
    if (in.take('(')) {
      selection();
      in.space();
    }
    String reference = in.astring();
    in.space();
    List<String> patterns = patterns();
    check(reference, patterns);
    if (in.take(' ')) {
      if (!in.takeWord("RETURN")) {
        throw new SyntaxException("RETURN is missing");
      }
      in.space();
      returns();
    }
    var options =
        new ListOptions(
            onlySubscribed,
            onlySpecialUse,
            recursiveMatch,
            tellSubscribed,
            tellSpecialUse,
            status,
            metadata,
            tellRights);
    return new Command.ListMailboxes(false, options, reference, patterns);
  }

  Command lsub() throws IOException, SyntaxException {
    in.space();
    String reference = in.astring();
    in.space();
    String pattern = in.listMailbox();
    check(reference, List.of(pattern));
    return new Command.ListMailboxes(true, ListOptions.NONE, reference, List.of(pattern));
  }

  /** Each pattern is held against each mailbox. */
  private static void check(String reference, List<String> patterns) throws SyntaxException {
    long octets =
        patterns.stream().mapToLong(pattern -> reference.length() + pattern.length()).sum();
    if (octets > MAX_OCTETS) {
      throw new SyntaxException("the patterns are too long");
    }
  }

  private void selection() throws SyntaxException {
    while (!in.take(')')) {
      switch (in.word()) {
        case "SUBSCRIBED" -> onlySubscribed = true;
        case "SPECIAL-USE" -> onlySpecialUse = true;
        case "RECURSIVEMATCH" -> recursiveMatch = true;
        case "REMOTE" -> {
          // there are no mailboxes on other servers
        }
        case String _ -> throw new SyntaxException("unknown selection option");
      }
      boolean ignored = in.take(' ');
    }
    if (recursiveMatch && !onlySubscribed && !onlySpecialUse) {
      throw new SyntaxException("RECURSIVEMATCH needs another option");
    }
  }

  private List<String> patterns() throws IOException, SyntaxException {
    if (!in.take('(')) {
      return List.of(in.listMailbox());
    }
    List<String> patterns = new ArrayList<>();
    do {
      patterns.add(in.listMailbox());
    } while (in.take(' ') && patterns.size() < MAX_PATTERNS);
    in.expect(')');
    return patterns;
  }

  private void returns() throws IOException, SyntaxException {
    in.expect('(');
    while (!in.take(')')) {
      switch (in.word()) {
        case "SUBSCRIBED" -> tellSubscribed = true;
        case "SPECIAL-USE" -> tellSpecialUse = true;
        case "CHILDREN" -> {
          // told always
        }
        case "STATUS" -> {
          in.space();
          status = statusItems(in);
        }
        case "MYRIGHTS" -> tellRights = true;
        case "METADATA" -> {
          in.space();
          metadata = new MetadataGrammar(in).ofList();
        }
        case String _ -> throw new SyntaxException("unknown return option");
      }
      boolean ignored = in.take(' ');
    }
  }

  static List<StatusItem> statusItems(ImapReader in) throws SyntaxException {
    List<StatusItem> items = new ArrayList<>();
    in.expect('(');
    do {
      StatusItem item = statusItem(in.word());
      if (!items.contains(item)) {
        items.add(item);
      }
    } while (in.take(' '));
    in.expect(')');
    return items;
  }

  private static StatusItem statusItem(String word) throws SyntaxException {
    for (StatusItem item : StatusItem.values()) {
      if (item.toString().equals(word)) {
        return item;
      }
    }
    throw new SyntaxException("unknown status item");
  }
}
