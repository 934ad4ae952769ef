package org.mailstead.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.Domain;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.post.Post;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Accounts: who has one, what it may keep, its other addresses. */
final class AccountOperations {
  private static final int MOST = 1_000;
  private static final int MOST_NAME = 200;

  private final Supplier<AdminParts> opened;

  AccountOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private Reach reach() {
    return new Reach(parts().directory(), parts().roles());
  }

  /** An account as administrators see it. */
  record Seen(
      Account account,
      Post.Usage usage,
      List<String> roles,
      boolean secondFactor,
      String kind,
      Optional<String> password) {}

  static final Shape<Seen> ACCOUNT =
      Shape.<Seen>of("Account")
          .text("address", "Its own address.", seen -> seen.account.address().toString())
          .text("name", "For people.", seen -> seen.account.name())
          .text("domain", "Of its address.", seen -> seen.account.address().domain())
          .flag("disabled", "Nobody can sign in; mail still arrives.", s -> s.account.disabled())
          .texts(
              "aliases",
              "Its other addresses.",
              seen -> seen.account.aliases().stream().map(EmailAddress::toString).toList())
          .number("messages", "Emails that it keeps.", seen -> seen.usage.emails())
          .number("bytes", "Octets of them.", seen -> seen.usage.bytes())
          .number(
              "quotaBytes",
              "Octets that it may keep; 0: any number.",
              seen -> seen.account.allowance().octets())
          .number(
              "quotaMessages",
              "Messages that it may keep, copies counted; 0: any number.",
              seen -> seen.account.allowance().messages())
          .text("kind", "person, or shared: its delegates' alone.", seen -> seen.kind)
          .text("language", "BCP 47; empty: English.", seen -> seen.account.language())
          .time("madeAt", "When it was made.", seen -> seen.account.made())
          .texts("roles", "What it may administer.", seen -> seen.roles)
          .flag("secondFactor", "Whether one is set up.", seen -> seen.secondFactor)
          .optionalText("password", "The one that was made, shown this once.", s -> s.password);

  private static final Input ADDRESS = Input.path("address", "The account's address.");

  List<Operation> all() {
    return List.of(
        Operation.get("account.list", "/accounts", "Accounts, by address.")
            .needs(Right.ACCOUNTS_READ)
            .takes(
                Input.text("query", "Part of an address, an alias or a name."),
                Input.text("domain", "Only those of a domain."),
                Input.text("after", "What the page before gave as \"next\"."),
                Input.number("limit", "How many, at most 1000; 100 by default.").atMost(MOST))
            .answers(ACCOUNT.page(), this::list),
        Operation.get("account.show", "/accounts/{address}", "One account.")
            .needs(Right.ACCOUNTS_READ)
            .takes(ADDRESS)
            .answers(
                ACCOUNT,
                (caller, given) ->
                    seen(reach().account(caller, Right.ACCOUNTS_READ, given.text("address")))),
        Operation.post("account.add", "/accounts", "Make an account.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(
                Input.text("address", "Its address, at a domain of this server.").must(),
                Input.text("name", "For people.").atMost(MOST_NAME),
                Input.text("password", "Without one, one is made and answered.").hidden(),
                Input.flag("shared", "A mailbox of its delegates: nobody signs in to it."),
                Input.number("quotaBytes", "Octets that it may keep; 0: any number."),
                Input.text("language", "BCP 47.").of(List.of("", "en", "de", "es", "fr", "pt")))
            .answers(ACCOUNT, this::add),
        Operation.patch("account.change", "/accounts/{address}", "Change what is given.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(
                ADDRESS,
                Input.text("name", "For people.").atMost(MOST_NAME),
                Input.flag("disabled", "Nobody can sign in; mail still arrives."),
                Input.number("quotaBytes", "Octets that it may keep; 0: any number."),
                Input.number("quotaMessages", "Messages that it may keep; 0: any number."),
                Input.text("language", "BCP 47.").of(List.of("", "en", "de", "es", "fr", "pt")))
            .answers(ACCOUNT, this::change),
        Operation.delete(
                "account.remove", "/accounts/{address}", "Remove it with all its mail, for good.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(ADDRESS)
            .fresh()
            .does(this::remove),
        Operation.put(
                "account.alias-add", "/accounts/{address}/aliases/{alias}", "Another address.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(ADDRESS, Input.path("alias", "The address."))
            .does((caller, given) ->
                parts()
                    .changes()
                    .addAlias(aliased(caller, given).id(), Reach.address(given.text("alias")))),
        Operation.delete(
                "account.alias-remove", "/accounts/{address}/aliases/{alias}", "Take it away.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(ADDRESS, Input.path("alias", "The address."))
            .does((caller, given) ->
                parts()
                    .changes()
                    .removeAlias(aliased(caller, given).id(), Reach.address(given.text("alias")))));
  }

  /** Both ends must be his: mail for another's domain is not to be drawn here. */
  private Account aliased(Caller caller, Given given) {
    reach().domain(caller, Right.ACCOUNTS_WRITE, Reach.address(given.text("alias")).domain());
    return reach().below(caller, Right.ACCOUNTS_WRITE, given.text("address"));
  }

  private Seen seen(Account account) {
    return seen(account, Optional.empty());
  }

  private Seen seen(Account account, Optional<String> password) {
    boolean secondFactor =
        !parts().credentials().totpApps().list(account.id()).isEmpty()
            || !parts().credentials().passkeys().list(account.id()).isEmpty();
    return new Seen(
        account,
        parts().post().usage(account.id()),
        parts().roles().of(account.id()).stream()
            .map(held -> held.role().word())
            .distinct()
            .toList(),
        secondFactor,
        kind(account),
        password);
  }

  /** Who is switched off and has delegates is there for them. */
  private String kind(Account account) {
    boolean shared = account.disabled() && !parts().post().delegations().of(account.id()).isEmpty();
    return shared ? "shared" : "person";
  }

  private Shape.Page<Seen> list(Caller caller, Given given) {
    int limit = given.number("limit").map(Long::intValue).filter(n -> n > 0).orElse(100);
    String query = given.text("query").toLowerCase(Locale.ROOT);
    String domain = given.text("domain");
    String after = given.text("after");
    List<Account> found =
        parts().directory().accounts().stream()
            .filter(one -> domain.isEmpty() || one.address().domain().equals(domain))
            .filter(one -> one.address().canonical().compareTo(after) > 0)
            .filter(one -> matches(one, query))
            .filter(one -> reach().mayIn(caller, Right.ACCOUNTS_READ, one))
            .limit(limit + 1L)
            .toList();
    boolean more = found.size() > limit;
    List<Account> shown = more ? found.subList(0, limit) : found;
    return new Shape.Page<>(
        shown.stream().map(this::seen).toList(),
        more ? Optional.of(shown.getLast().address().canonical()) : Optional.empty());
  }

  private static boolean matches(Account account, String query) {
    return query.isEmpty()
        || account.name().toLowerCase(Locale.ROOT).contains(query)
        || account.address().canonical().contains(query)
        || account.aliases().stream().anyMatch(alias -> alias.canonical().contains(query));
  }

  private Seen add(Caller caller, Given given) {
    EmailAddress address = Reach.address(given.text("address"));
    Domain domain = reach().domain(caller, Right.ACCOUNTS_WRITE, address.domain());
    Optional<String> chosen = given.optional("password").filter(text -> !text.isEmpty());
    long quota = given.number("quotaBytes").orElse(0L);
    parts().tenants().needRoomForAccount(domain.tenant(), 1, quota, 0);
    checkPassword(address, chosen);
    Account made = parts().changes().addAccount(address, given.text("name"));
    boolean shared = given.flag("shared").orElse(false);
    String password = chosen.orElseGet(() -> MadePassword.of(parts().random()));
    if (!shared) {
      parts().credentials().passwords().set(made.id(), password);
    }
    parts().post().mailboxes().provide(made.id());
    Account now =
        parts()
            .changes()
            .changeAccount(
                made.id(),
                account ->
                    account
                        .withAllowance(account.allowance().withOctets(quota))
                        .withLanguage(given.text("language"))
                        .withDisabled(shared));
    return seen(now, shared || chosen.isPresent() ? Optional.empty() : Optional.of(password));
  }

  /** Before the account is there: a weak password shall leave nothing behind. */
  private void checkPassword(EmailAddress address, Optional<String> chosen) {
    chosen
        .flatMap(password -> parts().signIn().passwordRules().check(address, password))
        .ifPresent(problem -> {
          throw new Refused(problem);
        });
  }

  private Seen change(Caller caller, Given given) {
    Account account = reach().below(caller, Right.ACCOUNTS_WRITE, given.text("address"));
    if (given.flag("disabled").orElse(false)) {
      parts().roles().needNotLastOwner(account.id());
    }
    Optional<Long> quota = given.number("quotaBytes");
    if (quota.isPresent()) {
      long before = account.allowance().octets();
      parts().tenants().needRoomForAccount(account.tenant(), 0, quota.get(), before);
    }
    return seen(parts().changes().changeAccount(account.id(), known -> changed(known, given)));
  }

  private static Account changed(Account account, Given given) {
    Account now = account;
    if (given.has("name")) {
      now = now.withName(given.text("name"));
    }
    if (given.has("disabled")) {
      now = now.withDisabled(given.flag("disabled").orElse(false));
    }
    if (given.has("quotaBytes")) {
      now = now.withAllowance(now.allowance().withOctets(given.number("quotaBytes").orElse(0L)));
    }
    if (given.has("quotaMessages")) {
      long most = given.number("quotaMessages").orElse(0L);
      now = now.withAllowance(now.allowance().withMessages(most));
    }
    return given.has("language") ? now.withLanguage(given.text("language")) : now;
  }

  private void remove(Caller caller, Given given) {
    Account account = reach().below(caller, Right.ACCOUNTS_WRITE, given.text("address"));
    if (!account.address().canonical().equals(Reach.address(given.text("address")).canonical())) {
      throw new Refused(Problem.Kind.INVALID, "account.is-alias", account.address().toString());
    }
    parts().roles().needNotLastOwner(account.id());
    parts().jobs().begin(parts().removal().begin(account));
  }
}
