package org.mailstead.imap.mailbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.sharing.MetadataNews;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.OtherUsers;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Mailboxes;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.post.SharedSubscription;
import org.mailstead.post.Sharing;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The commands about mailboxes as such, and the small ones beside them. */
public record Folders(Client client) {
  private Responses out() {
    return client.out();
  }

  private Mailboxes mailboxes() {
    return client.post().mailboxes();
  }

  public void enable(String tag, Command.Enable command) throws IOException {
    List<String> enabled = new ArrayList<>();
    for (String name : command.capabilities()) {
      boolean known = true;
      switch (name) {
        case "IMAP4REV2" -> client.enableRev2();
        case "UTF8=ACCEPT" -> client.enableUtf8();
        case "CONDSTORE" -> client.enableCondstore();
        case "QRESYNC" -> client.enableQresync();
        case "UIDONLY" -> client.enableUidOnly();
        case "METADATA", "METADATA-SERVER" ->
            client.enableMetadata(() -> new MetadataNews(client, _ -> true));
        case String _ -> known = false;
      }
      if (known) {
        enabled.add(name.equals("IMAP4REV2") ? "IMAP4rev2" : name);
      }
    }
    out().untagged(enabled.isEmpty() ? "ENABLED" : "ENABLED " + String.join(" ", enabled));
    out().ok(tag, "done");
  }

  public void create(String tag, Command.Create command) throws IOException {
    OtherUsers.Name at = client.target(command.mailbox());
    if (!at.owner().equals(client.account())) {
      client.checkCreate(at);
      if (command.use() != Mailbox.Role.NONE) {
        throw new Refused(Problem.Kind.UNSUPPORTED, "mailbox.use");
      }
    }
    MailboxId made = mailboxes().create(at.owner(), at.path(), command.use());
    client.knowsTree();
    out().ok(tag, "[MAILBOXID (" + ObjectIds.mailbox(at.owner(), made) + ")] created");
  }

  public void delete(String tag, Command.Delete command) throws IOException {
    Location location = client.mailbox(command.mailbox(), Right.DELETE);
    Mailbox mailbox = location.mailbox();
    try {
      mailboxes().delete(location.owner(), mailbox.id());
    } catch (Refused e) {
      // That others lie in it is told to those only who may see one of them.
      throw e.problem().kind() == Problem.Kind.BUSY && !seesChild(location)
          ? new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights")
          : e;
    }
    if (client.selected().map(Selected::location).filter(location::isSame).isPresent()) {
      client.unselect();
      out().untagged("OK [CLOSED] the mailbox was removed");
    }
    client.knowsTree();
    out().ok(tag, "removed");
  }

  private boolean seesChild(Location location) {
    return mailboxes().tree(location.owner()).children(location.mailbox().id()).stream()
        .map(child -> client.rights(new Location(location.owner(), child)))
        .anyMatch(rights -> rights.has(Right.LOOKUP));
  }

  public void rename(String tag, Command.Rename command) throws IOException {
    Location location = client.mailbox(command.from(), Right.DELETE);
    OtherUsers.Name to = client.target(command.to());
    boolean foreign = !location.owner().equals(client.account());
    boolean inbox = location.mailbox().role() == Mailbox.Role.INBOX;
    if (!to.owner().equals(location.owner()) || (foreign && inbox)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rename");
    }
    if (foreign) {
      client.checkCreate(to);
    }
    mailboxes().rename(location.owner(), location.mailbox().id(), to.path());
    client.knowsTree();
    out().ok(tag, "renamed");
  }

  public void subscribe(String tag, Command.Subscribe command) throws IOException {
    String path = client.path(command.mailbox());
    try {
      if (OtherUsers.isHere(path)) {
        subscribeShared(command, path);
      } else {
        mailboxes().subscribe(client.account(), path, command.subscribed());
      }
    } catch (Refused e) {
      // Not to be subscribed is what the client wants to have (RFC 9051 section 6.3.8).
      if (command.subscribed() || e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e;
      }
    }
    client.knowsTree();
    out().ok(tag, "done");
  }

  public void namespace(String tag) throws IOException {
    tellNamespace();
    out().ok(tag, "done");
  }

  public void tellNamespace() throws IOException {
    out().untagged("NAMESPACE ((\"\" \"/\")) ((\"" + OtherUsers.PREFIX + "\" \"/\")) NIL");
  }

  /** The same mail by another protocol, under the same ids (RFC 9698). */
  public void jmapAccess(String tag) throws IOException {
    String url =
        client
            .house()
            .terms()
            .jmapAccess()
            .orElseThrow(() -> new Refused(Problem.Kind.UNSUPPORTED, "command.not-offered"));
    out().untagged("JMAPACCESS \"" + url + "\"");
    out().ok(tag, "done");
  }

  private void subscribeShared(Command.Subscribe command, String path) {
    Sharing sharing = client.post().sharing();
    if (!command.subscribed()) {
      new ListedMailboxes(client)
          .subscription(path)
          .ifPresent(from -> sharing.unsubscribe(client.account(), from));
      return;
    }
    Location at = client.mailbox(command.mailbox(), Right.LOOKUP);
    String inner = mailboxes().tree(at.owner()).path(at.mailbox());
    sharing.subscribe(
        client.account(), new SharedSubscription(at.owner(), at.mailbox().id(), inner));
  }
}
