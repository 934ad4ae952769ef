package org.mailstead.imap.mailbox;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.StatusItem;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxState;
import org.mailstead.post.MailboxView;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.words.MailboxId;

/** STATUS (RFC 9051 section 6.3.11). */
public record Status(Client client) {
  public void run(String tag, Command.Status command) throws IOException {
    Location location = client.mailbox(command.mailbox(), Right.READ);
    tell(location, client.path(location), command.items());
    client.out().ok(tag, "done");
  }

  public void tell(Location location, String path, List<StatusItem> items) throws IOException {
    if (items.contains(StatusItem.HIGHESTMODSEQ)) {
      client.enableCondstore();
    }
    MailboxId id = location.mailbox().id();
    MailboxState state = client.post().mailboxes().state(location.owner(), id);
    List<String> values =
        items.stream().map(item -> item + " " + value(item, location, state)).toList();
    client.out().untagged("STATUS " + client.spell(path) + " (" + String.join(" ", values) + ")");
  }

  private long deletedOctets(Location location) {
    MailboxView view = client.post().view(location.owner(), location.mailbox().id());
    return IntStream.range(0, view.size())
        .filter(i -> view.flags(i).has(Flags.DELETED))
        .mapToLong(i -> view.get(i).size())
        .sum();
  }

  private String value(StatusItem item, Location location, MailboxState state) {
    return switch (item) {
      case MESSAGES -> Integer.toString(state.messages());
      case RECENT -> "0";
      case UIDNEXT -> Integer.toString(state.uidNext());
      case UIDVALIDITY -> Long.toString(location.mailbox().uidValidity());
      case UNSEEN -> Integer.toString(state.unseen());
      case DELETED -> Integer.toString(state.deleted());
      case DELETED_STORAGE -> Long.toString(deletedOctets(location));
      case SIZE -> Long.toString(state.bytes());
      case HIGHESTMODSEQ -> Long.toString(Math.max(1, state.highestModseq()));
      case MAILBOXID -> "(" + ObjectIds.mailbox(location.owner(), location.mailbox().id()) + ")";
      case APPENDLIMIT -> Long.toString(client.house().terms().maxAppend());
    };
  }
}
