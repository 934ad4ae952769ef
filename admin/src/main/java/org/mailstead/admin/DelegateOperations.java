package org.mailstead.admin;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.signin.Alert;
import org.mailstead.post.Delegate;
import org.mailstead.post.security.DelegateChanges;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who acts for whom: in an account's mailboxes, and in its name. */
final class DelegateOperations {
  private static final List<String> ACCESS =
      Arrays.stream(Delegate.Access.values()).map(Delegate.Access::word).toList();

  private final Supplier<AdminParts> opened;

  DelegateOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private Reach reach() {
    return new Reach(parts().directory(), parts().roles());
  }

  private record Seen(String member, Delegate delegate) {}

  private static final Shape<Seen> DELEGATE =
      Shape.<Seen>of("Delegate")
          .text("member", "Who.", Seen::member)
          .text("access", String.join(", ", ACCESS) + ".", s -> s.delegate.access().word())
          .flag("sendAs", "Writes as the account.", seen -> seen.delegate.sendAs())
          .flag("onBehalf", "Writes for it, and is named.", seen -> seen.delegate.onBehalf());

  private static final Input ADDRESS = Input.path("address", "The account's address.");
  private static final Input MEMBER = Input.path("member", "The delegate's address.");

  List<Operation> all() {
    return List.of(
        Operation.get("delegate.list", "/accounts/{address}/delegates", "Who acts for an account.")
            .needs(Right.ACCOUNTS_READ)
            .takes(ADDRESS)
            .answers(
                DELEGATE.page(),
                (caller, given) ->
                    Shape.Page.all(
                        seen(reach().account(caller, Right.ACCOUNTS_READ, given.text("address"))))),
        Operation.put(
                "delegate.set",
                "/accounts/{address}/delegates/{member}",
                "Let somebody act for an account; what is not given is not allowed.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(
                ADDRESS,
                MEMBER,
                Input.text("access", "In all of its mailboxes; none by default.").of(ACCESS),
                Input.flag("sendAs", "Writes as the account, and nobody sees that it was he."),
                Input.flag("onBehalf", "Writes for it; the message names him as its sender."))
            .fresh()
            .does(this::set),
        Operation.delete(
                "delegate.remove", "/accounts/{address}/delegates/{member}", "Let him act no more.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(ADDRESS, MEMBER)
            .does((caller, given) -> {
              Account owner = owner(caller, given);
              Account member = member(given);
              if (parts().post().delegations().find(owner.id(), member.id()).isEmpty()) {
                throw new Refused(Problem.Kind.NOT_FOUND, "delegate.missing", given.text("member"));
              }
              changes().remove(owner, member, by(caller));
            }));
  }

  private List<Seen> seen(Account owner) {
    return parts().post().delegations().of(owner.id()).stream()
        .flatMap(one ->
            parts().directory().account(one.member()).stream()
                .map(member -> new Seen(member.address().toString(), one)))
        .toList();
  }

  /** Mail of somebody who may more than the caller is not to be opened by this. */
  private Account owner(Caller caller, Given given) {
    return reach().below(caller, Right.ACCOUNTS_WRITE, given.text("address"));
  }

  private Account member(Given given) {
    String text = given.text("member");
    return parts()
        .directory()
        .account(Reach.address(text))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", text));
  }

  private void set(Caller caller, Given given) {
    Account owner = owner(caller, given);
    Account member = member(given);
    if (caller.actor() instanceof Actor.Person(AccountId self, _) && self.equals(member.id())) {
      caller.need(Right.IMPERSONATE); // else it would be a way into anybody's mail
    }
    Delegate.Access access =
        given.optional("access").flatMap(Delegate.Access::of).orElse(Delegate.Access.NONE);
    boolean sendAs = given.flag("sendAs").orElse(false);
    boolean onBehalf = given.flag("onBehalf").orElse(false);
    changes().set(owner, member, new Delegate(member.id(), access, sendAs, onBehalf), by(caller));
  }

  private DelegateChanges changes() {
    return new DelegateChanges(parts().post(), parts().signIn().alerts());
  }

  private static Alert.By by(Caller caller) {
    return new Alert.By.Administrator(caller.actor().word());
  }
}
