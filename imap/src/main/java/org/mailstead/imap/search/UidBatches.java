package org.mailstead.imap.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.MailboxView;

/** UIDBATCHES: ranges of uids that hold as many messages each, from the newest on (RFC 10022). */
public record UidBatches(Client client, Selected in) {
  /** Smaller ones would make sequence numbers of it (section 3.1). */
  private static final int SMALLEST = 500;

  public Answer run(String tag, Command.UidBatches command) throws IOException {
    if (command.size() < SMALLEST) {
      return Answer.no("[TOOFEW] a batch has " + SMALLEST + " messages or more");
    }
    long size = Math.min(command.size(), client.house().terms().messageLimit());
    MailboxView told = in.told();
    long batches = (told.size() + size - 1) / size;
    List<String> ranges = new ArrayList<>();
    long last = Math.min(command.last(), batches);
    for (long batch = command.first(); batch <= last; batch++) {
      ranges.add(range(told, batch, size));
    }
    String name = "(TAG " + Responses.string(tag, false) + ")";
    client
        .out()
        .untagged("UIDBATCHES " + name + (ranges.isEmpty() ? "" : " " + String.join(",", ranges)));
    return Answer.ok("done");
  }

  /** Ranges leave no gaps: a batch reaches down to the next one, the last one to 1. */
  private static String range(MailboxView told, long batch, long size) {
    int newest = (int) (told.size() - 1 - (batch - 1) * size);
    int below = (int) (newest - size);
    int low = below < 0 ? 1 : told.uid(below) + 1;
    return told.uid(newest) + ":" + low;
  }
}
