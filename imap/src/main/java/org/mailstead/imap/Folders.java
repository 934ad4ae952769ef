package org.mailstead.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Mailboxes;
import org.mailstead.post.Post;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The commands about mailboxes as such, and the small ones beside them. */
record Folders(Client client) {
  private Responses out() {
    return client.out();
  }

  private Mailboxes mailboxes() {
    return client.post().mailboxes();
  }

  void enable(String tag, Command.Enable command) throws IOException {
    List<String> enabled = new ArrayList<>();
    for (String name : command.capabilities()) {
      boolean known = true;
      switch (name) {
        case "IMAP4REV2" -> client.enableRev2();
        case "UTF8=ACCEPT" -> client.enableUtf8();
        case "CONDSTORE" -> client.enableCondstore();
        case "QRESYNC" -> client.enableQresync();
        case "METADATA", "METADATA-SERVER" -> client.enableMetadata();
        case String _ -> known = false;
      }
      if (known) {
        enabled.add(name.equals("IMAP4REV2") ? "IMAP4rev2" : name);
      }
    }
    out().untagged(enabled.isEmpty() ? "ENABLED" : "ENABLED " + String.join(" ", enabled));
    out().ok(tag, "done");
  }

  void create(String tag, Command.Create command) throws IOException {
    String path = client.path(command.mailbox());
    MailboxId made = mailboxes().create(client.account(), path, command.use());
    out().ok(tag, "[MAILBOXID (" + ObjectIds.mailbox(client.account(), made) + ")] created");
  }

  void delete(String tag, Command.Delete command) throws IOException {
    Location location = client.mailbox(command.mailbox());
    Mailbox mailbox = location.mailbox();
    mailboxes().delete(location.owner(), mailbox.id());
    if (client.selected().isPresent() && client.selected().get().id().equals(mailbox.id())) {
      client.unselect();
      out().untagged("OK [CLOSED] the mailbox was removed");
    }
    out().ok(tag, "removed");
  }

  void rename(String tag, Command.Rename command) throws IOException {
    Location location = client.mailbox(command.from());
    mailboxes().rename(location.owner(), location.mailbox().id(), client.path(command.to()));
    out().ok(tag, "renamed");
  }

  void subscribe(String tag, Command.Subscribe command) throws IOException {
    String path = client.path(command.mailbox());
    try {
      mailboxes().subscribe(client.account(), path, command.subscribed());
    } catch (Refused e) {
      // Not to be subscribed is what the client wants to have (RFC 9051 section 6.3.8).
      if (command.subscribed() || e.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw e;
      }
    }
    out().ok(tag, "done");
  }

  void namespace(String tag) throws IOException {
    out().untagged("NAMESPACE ((\"\" \"/\")) NIL NIL");
    out().ok(tag, "done");
  }

  /** One quota root, the account, which has the empty name (RFC 9208). */
  void quota(String tag, String root) throws IOException {
    if (!root.isEmpty()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "quota.root", root);
    }
    tellQuota();
    out().ok(tag, "done");
  }

  void quotaRoot(String tag, String name) throws IOException {
    Location location = client.mailbox(name);
    out().untagged("QUOTAROOT " + client.spell(client.path(location)) + " \"\"");
    tellQuota();
    out().ok(tag, "done");
  }

  private void tellQuota() throws IOException {
    Post.Usage usage = client.post().usage(client.account());
    long used = (usage.bytes() + 1023) / 1024;
    out().untagged("QUOTA \"\" (STORAGE " + used + " " + usage.limit() / 1024 + ")");
  }
}
