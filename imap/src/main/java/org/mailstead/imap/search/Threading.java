package org.mailstead.imap.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Respond;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Progress;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.MailboxView;

/** THREAD (RFC 5256 section 3). */
public record Threading(Client client, Selected in) {
  public Answer run(Command.Threads command) throws IOException, SyntaxException {
    if (client.uidOnly() && command.key().usesNumbers()) {
      throw new SyntaxException(Respond.UID_REQUIRED);
    }
    in.tellKeywords(client);
    var progress = Progress.of(client, command.tag(), 2);
    var searching = new Searching(client, in, command.key(), progress);
    BitSet found = searching.find();
    progress.next();
    int[] positions = found.stream().toArray();
    var input = new ThreadInput(command.algorithm(), positions.length);
    searching.read(positions, input::put);
    ThreadForest forest =
        switch (command.algorithm()) {
          case ORDEREDSUBJECT -> new ThreadForest(input, bySubject(input));
          case REFERENCES, REFS -> new ThreadForest(input, input.forest.parentRows());
        };
    switch (command.algorithm()) {
      case ORDEREDSUBJECT -> {}
      case REFERENCES -> forest.gatherSubjects();
      case REFS -> forest.sortByNewest();
    }
    if (command.key().usesModSeq()) {
      client.enableCondstore();
    }
    MailboxView told = in.told();
    boolean uid = command.uid();
    String text = forest.text(row -> uid ? told.uid(positions[row]) : positions[row] + 1);
    client.out().untagged("THREAD" + (text.isEmpty() ? "" : " ") + text);
    return client.messageLimit().tell(Answer.ok("done"), searching.searched(), client.out());
  }

  /** The first message of each subject by date has the others as its children. */
  private static int[] bySubject(ThreadInput input) {
    int[] rows = new int[input.dates.length];
    Arrays.setAll(rows, row -> row);
    IntOrder order =
        (one, other) -> {
          int subject = input.subjects.compare(one, input.subjects, other);
          return subject != 0 ? subject : input.compareDates(one, other);
        };
    order.sort(rows);
    int[] parents = new int[rows.length];
    int head = -1;
    for (int row : rows) {
      boolean same = head >= 0 && input.subjects.compare(head, input.subjects, row) == 0;
      parents[row] = same ? head : -1 - row;
      head = same ? head : row;
    }
    return parents;
  }
}
