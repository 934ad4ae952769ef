package org.mailstead.imap.sharing;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.OtherUsers;
import org.mailstead.post.Right;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208). An account is one quota root. Its own has the
 * empty name; that of somebody who shares mailboxes is called as his mailboxes begin.
 */
public record QuotaRoots(Client client) {
  public void get(String tag, String root) throws IOException {
    tell(owner(root), client.path(root));
    client.out().ok(tag, "done");
  }

  /** Another's root is there for who may read one of its mailboxes (section 6). */
  private AccountId owner(String root) {
    if (root.isEmpty()) {
      return client.account();
    }
    return client
        .otherUsers()
        .find(client.path(root))
        .filter(name -> name.path().isEmpty())
        .map(OtherUsers.Name::owner)
        .filter(this::isReader)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "quota.root", root));
  }

  private boolean isReader(AccountId owner) {
    return client.post().sharing().rights(client.account(), owner).values().stream()
        .anyMatch(rights -> rights.has(Right.READ));
  }

  private void tell(AccountId owner, String root) throws IOException {
    String uses =
        client.post().quotas().uses(owner).stream()
            .map(use -> use.resource() + " " + use.used() + " " + use.limit())
            .collect(Collectors.joining(" "));
    client.out().untagged("QUOTA " + client.spell(root) + " (" + uses + ")");
  }

  /** The mailbox need not be there, as far as it is one's own (section 4.1.2). */
  public void getRoot(String tag, String sent) throws IOException {
    String path = client.path(sent);
    Optional<Location> at =
        OtherUsers.isHere(path)
            ? Optional.of(client.mailbox(sent, Right.READ))
            : client.find(sent, Right.READ);
    AccountId owner = at.map(Location::owner).orElseGet(client::account);
    String name = client.spell(at.map(client::path).orElse(path));
    String root =
        owner.equals(client.account())
            ? ""
            : client.post().sharing().address(owner).map(a -> OtherUsers.PREFIX + a).orElse("");
    client.out().untagged("QUOTAROOT " + name + " " + client.spell(root));
    tell(owner, root);
    client.out().ok(tag, "done");
  }

  public void set(String tag, Command.SetQuota command) throws IOException {
    AccountId owner = owner(command.root());
    if (!owner.equals(client.account())) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "quota.owner");
    }
    client.post().quotas().limit(owner, command.limits());
    tell(owner, client.path(command.root()));
    client.out().ok(tag, "done");
  }
}
