package org.mailstead.imap.mailbox;

import java.io.IOException;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Respond;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.Selected;
import org.mailstead.imap.url.UrlAuth;
import org.mailstead.post.Flags;
import org.mailstead.post.Keywords;
import org.mailstead.post.MailboxState;
import org.mailstead.post.MailboxView;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.words.AccountId;

/** SELECT and EXAMINE (RFC 9051 section 6.3.2, RFC 7162 section 3.2.5). */
public record Select(Client client) {
  public void run(String tag, Command.Select command) throws IOException, SyntaxException {
    if (command.resync().isPresent() && !client.qresync()) {
      throw new SyntaxException("enable QRESYNC first");
    }
    boolean sampled = command.resync().flatMap(Command.Resync::sample).isPresent();
    if (client.uidOnly() && sampled) {
      throw new SyntaxException(Respond.UID_REQUIRED);
    }
    if (client.selected().isPresent()) {
      // Whether the next one can be selected or not, this one is closed.
      client.unselect();
      client.out().untagged("OK [CLOSED] the mailbox before is closed");
    }
    if (command.condstore()) {
      client.enableCondstore();
    }
    Location location = client.mailbox(command.mailbox(), Right.READ);
    AccountId owner = location.owner();
    MailboxState state = client.post().mailboxes().state(owner, location.mailbox().id());
    MailboxView view = client.post().view(owner, location.mailbox().id());
    Keywords keywords = client.post().keywords(owner);
    var selected =
        new Selected(
            location,
            command.readOnly() || client.readOnly(),
            view,
            keywords,
            client.rights(location));
    // A message can come between the two reads, and its uid is no future one.
    int uidNext = Math.max(state.uidNext(), view.lastUid() + 1);
    tell(selected, view, uidNext);
    if (command.resync().isPresent()) {
      new Resync(client, selected).tell(command.resync().get());
    }
    client.select(selected);
    client.out().ok(tag, (selected.canWrite() ? "[READ-WRITE]" : "[READ-ONLY]") + " selected");
  }

  private void tell(Selected selected, MailboxView view, int uidNext) throws IOException {
    Responses out = client.out();
    out.untagged("FLAGS (" + selected.flagNames() + ")");
    out.untagged(view.size() + " EXISTS");
    if (!client.rev2()) {
      out.untagged("0 RECENT");
      if (!client.uidOnly()) {
        firstUnseen(view);
      }
    }
    out.untagged("OK [UIDVALIDITY " + selected.mailbox().uidValidity() + "] uids are valid");
    out.untagged("OK [UIDNEXT " + uidNext + "] the next uid");
    String permanent = selected.readOnly() ? "" : selected.permanentFlags();
    out.untagged("OK [PERMANENTFLAGS (" + permanent + ")] flags kept");
    out.untagged("OK [HIGHESTMODSEQ " + Math.max(1, view.highestModseq()) + "] the highest");
    String id = ObjectIds.mailbox(selected.account(), selected.id());
    out.untagged("OK [MAILBOXID (" + id + ")] the mailbox");
    if (client.isGuarded()) {
      out.untagged("OK " + UrlAuth.CODE + " URLs can be given out");
    }
    if (client.rev2()) {
      String path = client.path(selected.location());
      out.untagged("LIST () \"/\" " + client.spell(path));
    }
  }

  private void firstUnseen(MailboxView view) throws IOException {
    for (int i = 0; i < view.size(); i++) {
      if (!view.flags(i).has(Flags.SEEN)) {
        client.out().untagged("OK [UNSEEN " + (i + 1) + "] the first unseen message");
        return;
      }
    }
  }
}
