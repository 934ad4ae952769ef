package org.mailstead.imap.sharing;

import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.post.AclEntry;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The commands about ACLs (RFC 4314 section 3). An identifier is an account's address, or anyone:
 * every account of the tenant. The owner may always do all, so that he cannot lock himself out.
 */
public record Acl(Client client) {
  private static final String ANYONE = "anyone";

  private static final Rights TO_KNOW_ONES_RIGHTS =
      Rights.of(
          Right.LOOKUP, Right.READ, Right.INSERT, Right.CREATE, Right.DELETE, Right.ADMINISTER);

  /** Whom a line of an ACL means. */
  private sealed interface Whom {
    record Owner() implements Whom {}

    record Somebody(AccountId account) implements Whom {}

    record Anyone() implements Whom {}

    record Nobody() implements Whom {}
  }

  private Whom whom(Location at, Command.Identifier identifier) {
    if (identifier.name().equalsIgnoreCase(ANYONE)) {
      return new Whom.Anyone();
    }
    // The owner is who he shares with; everybody else is looked up as the owner would.
    Optional<EmailAddress> address = EmailAddress.parse(identifier.name());
    if (address.isEmpty()) {
      return new Whom.Nobody();
    }
    boolean owner =
        client.post().sharing().address(at.owner()).flatMap(EmailAddress::parse).stream()
            .anyMatch(own -> own.canonical().equals(address.get().canonical()));
    if (owner) {
      return new Whom.Owner();
    }
    return client
        .post()
        .sharing()
        .account(at.owner(), address.get())
        .<Whom>map(Whom.Somebody::new)
        .orElseGet(Whom.Nobody::new);
  }

  public void set(String tag, Command.SetAcl command) throws IOException {
    Location at = client.mailbox(command.mailbox(), Right.ADMINISTER);
    change(at, command.identifier(), command.change()::apply);
    client.out().ok(tag, "done");
  }

  public void delete(String tag, Command.DeleteAcl command) throws IOException {
    Location at = client.mailbox(command.mailbox(), Right.ADMINISTER);
    if (!(whom(at, command.identifier()) instanceof Whom.Nobody)) {
      change(at, command.identifier(), _ -> Rights.NONE);
    }
    client.out().ok(tag, "done");
  }

  private void change(Location at, Command.Identifier identifier, UnaryOperator<Rights> change) {
    boolean negative = identifier.negative();
    Optional<AccountId> who =
        switch (whom(at, identifier)) {
          case Whom.Somebody(AccountId account) -> Optional.of(account);
          case Whom.Anyone() -> Optional.empty();
          case Whom.Nobody() ->
              throw new Refused(Problem.Kind.INVALID, "acl.identifier", identifier.name());
          case Whom.Owner() -> {
            Rights now = negative ? Rights.NONE : Rights.ALL;
            if (!change.apply(now).equals(now)) {
              throw new Refused(Problem.Kind.INVALID, "acl.owner", identifier.name());
            }
            yield Optional.of(at.owner());
          }
        };
    if (!who.equals(Optional.of(at.owner()))) {
      client
          .post()
          .sharing()
          .change(client.account(), at.owner(), at.mailbox().id(), who, negative, change);
    }
  }

  // acl-data = "ACL" SP mailbox *(SP identifier SP rights)
  public void get(String tag, Command.GetAcl command) throws IOException {
    Location at = client.mailbox(command.mailbox(), Right.ADMINISTER);
    var text = new StringBuilder("ACL ").append(client.spell(client.path(at)));
    name(at.owner()).ifPresent(owner -> line(text, owner, Rights.ALL));
    for (AclEntry entry : client.post().sharing().acl(at.owner(), at.mailbox().id())) {
      String who = entry.who().flatMap(this::name).orElse(ANYONE);
      line(text, entry.negative() ? "-" + who : who, entry.rights());
    }
    client.out().untagged(text.toString());
    client.out().ok(tag, "done");
  }

  private Optional<String> name(AccountId account) {
    return client.post().sharing().address(account);
  }

  private void line(StringBuilder text, String who, Rights rights) {
    text.append(' ').append(Responses.string(who, client.utf8())).append(' ').append(rights.text());
  }

  // listrights-data = "LISTRIGHTS" SP mailbox SP identifier SP rights *(SP rights)
  public void list(String tag, Command.ListRights command) throws IOException {
    Location at = client.mailbox(command.mailbox(), Right.ADMINISTER);
    boolean always =
        whom(at, command.identifier()) instanceof Whom.Owner && !command.identifier().negative();
    String rights =
        always ? Rights.ALL.text() : "\"\" " + String.join(" ", Rights.ALL.text().split(""));
    // The identifier as it was sent, so that the client knows what is answered (section 3.4).
    String identifier = Responses.string(command.identifier().sent(), client.utf8());
    String mailbox = client.spell(client.path(at));
    client.out().untagged("LISTRIGHTS " + mailbox + " " + identifier + " " + rights);
    client.out().ok(tag, "done");
  }

  public void mine(String tag, Command.MyRights command) throws IOException {
    Location at = client.mailbox(command.mailbox(), TO_KNOW_ONES_RIGHTS);
    String rights = client.rights(at).text();
    client.out().untagged("MYRIGHTS " + client.spell(client.path(at)) + " " + rights);
    client.out().ok(tag, "done");
  }
}
