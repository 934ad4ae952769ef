package org.mailstead.admin;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.identity.Account;
import org.mailstead.identity.Domain;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rights.AdminToken;
import org.mailstead.identity.rights.AdminTokens;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Holding;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.rights.Role;
import org.mailstead.identity.rights.Scope;
import org.mailstead.wire.Network;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** Who may administer what: people's roles, programs' tokens. */
final class RoleOperations {
  private static final Pattern TENANT = Pattern.compile("tenant:(\\d{1,18})");
  private static final List<String> ROLES = Arrays.stream(Role.values()).map(Role::word).toList();

  private final Supplier<AdminParts> opened;

  RoleOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private record Seen(String address, Holding holding) {}

  private static final Shape<Seen> ROLE =
      Shape.<Seen>of("Role")
          .text("address", "Whose.", Seen::address)
          .text("role", "One of " + String.join(", ", ROLES) + ".", s -> s.holding.role().word())
          .text("scope", "*, tenant:NUMBER or a domain.", s -> s.holding.scope().word());

  private static final Shape<AdminTokens.Made> TOKEN =
      Shape.<AdminTokens.Made>of("Token")
          .text("id", "Names it and opens nothing.", made -> made.token().id())
          .text("name", "What it is for.", made -> made.token().name())
          .text("role", "What it may.", made -> made.token().holding().role().word())
          .text("scope", "Where.", made -> made.token().holding().scope().word())
          .text("madeBy", "Whoever made it must hold as much still.", m -> m.token().madeBy())
          .time("madeAt", "When.", made -> made.token().made())
          .optionalTime("expiresAt", "Until when it counts.", made -> made.token().expires())
          .optionalTime("usedAt", "Some minutes late.", made -> made.token().used())
          .texts(
              "networks",
              "From where it counts; none: anywhere.",
              made -> made.token().networks().stream().map(Network::toString).toList())
          .optionalText(
              "token",
              "Shown this once.",
              made -> Optional.of(made.text()).filter(text -> !text.isEmpty()));

  private static final Input ADDRESS = Input.path("address", "Whose account.");

  private static Input role() {
    return Input.text("role", "What it may.").of(ROLES);
  }

  private static Input scope() {
    return Input.text("scope", "*, tenant:NUMBER or a domain; * by default.");
  }

  List<Operation> all() {
    return List.of(
        Operation.get("role.list", "/roles", "Who holds which role.")
            .needs(Right.ACCOUNTS_READ)
            .answers(ROLE.page(), (caller, given) -> Shape.Page.all(roles(caller))),
        Operation.put("role.grant", "/roles/{address}", "Give a role, none above one's own.")
            .needs(Right.ROLES_WRITE)
            .takes(ADDRESS, role().must(), scope())
            .fresh()
            .does((caller, given) -> {
              Holding holding = mine(caller, given);
              parts().roles().grant(account(caller, given).id(), holding);
            }),
        Operation.delete("role.revoke", "/roles/{address}", "Take a role, or all.")
            .needs(Right.ROLES_WRITE)
            .takes(ADDRESS, role(), scope())
            .fresh()
            .does(this::revoke),
        Operation.get("token.list", "/tokens", "Programs' tokens.")
            .needs(Right.ROLES_WRITE)
            .answers(TOKEN.page(), (caller, given) -> Shape.Page.all(tokens(caller))),
        Operation.post("token.add", "/tokens", "Make a token for a program.")
            .needs(Right.ROLES_WRITE)
            .takes(
                Input.text("name", "What it is for.").must(),
                role().must(),
                scope(),
                Input.time("expiresAt", "Until when it counts; without one, for ever."),
                Input.texts("networks", "From where it counts, such as 192.0.2.0/24."))
            .fresh()
            .answers(TOKEN, this::addToken),
        Operation.delete("token.remove", "/tokens/{id}", "Take a token away.")
            .needs(Right.ROLES_WRITE)
            .takes(Input.path("id", "Its id."))
            .does((caller, given) -> {
              parts().tokens().all().stream()
                  .filter(token -> token.id().equals(given.text("id")))
                  .forEach(token -> above(caller, token.holding()));
              parts().tokens().remove(given.text("id"));
            }));
  }

  private void above(Caller caller, Holding holding) {
    caller.needAbove(List.of(holding), parts().directory());
  }

  /** What he wants to give, which he must have. */
  private Holding mine(Caller caller, Given given) {
    Holding holding =
        new Holding(Role.of(given.text("role")).orElseThrow(), scope(given.text("scope")));
    if (holding.role() == Role.OWNER && !(holding.scope() instanceof Scope.Everywhere)) {
      throw new Refused(Problem.Kind.INVALID, "role.owner-scope");
    }
    above(caller, holding);
    return holding;
  }

  private Scope scope(String text) {
    if (text.isEmpty() || text.equals("*")) {
      return new Scope.Everywhere();
    }
    Matcher tenant = TENANT.matcher(text);
    if (tenant.matches()) {
      var id = new TenantId(Long.parseLong(tenant.group(1)));
      if (parts().tenants().find(id).isEmpty()) {
        throw new Refused(Problem.Kind.NOT_FOUND, "tenant.missing", text);
      }
      return new Scope.OfTenant(id);
    }
    String name = EmailAddress.domain(text).orElse(text);
    Domain domain =
        parts()
            .directory()
            .domain(name)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "domain.missing", text));
    return new Scope.OfDomain(domain.name());
  }

  private Account account(Caller caller, Given given) {
    Account account =
        parts()
            .directory()
            .account(Reach.address(given.text("address")))
            .orElseThrow(() ->
                new Refused(Problem.Kind.NOT_FOUND, "account.missing", given.text("address")));
    caller.needAbove(parts().roles().of(account.id()), parts().directory());
    return account;
  }

  private List<Seen> roles(Caller caller) {
    return parts().roles().all().stream()
        .filter(holder -> maySee(caller, holder.account()))
        .flatMap(holder ->
            holder.holdings().stream()
                .map(held -> new Seen(holder.account().address().toString(), held)))
        .toList();
  }

  private boolean maySee(Caller caller, Account account) {
    return new Reach(parts().directory(), parts().roles())
        .mayIn(caller, Right.ACCOUNTS_READ, account);
  }

  private void revoke(Caller caller, Given given) {
    Account account = account(caller, given);
    if (given.has("role")) {
      parts().roles().revoke(account.id(), mine(caller, given));
    } else {
      parts().roles().revokeAll(account.id());
    }
  }

  /** Those that he could have made. */
  private List<AdminTokens.Made> tokens(Caller caller) {
    return parts().tokens().all().stream()
        .filter(token -> isBelow(caller, token))
        .map(token -> new AdminTokens.Made(token, ""))
        .toList();
  }

  private boolean isBelow(Caller caller, AdminToken token) {
    try {
      above(caller, token.holding());
      return true;
    } catch (Refused _) {
      return false;
    }
  }

  private AdminTokens.Made addToken(Caller caller, Given given) {
    Holding holding = mine(caller, given);
    Optional<AccountId> by =
        switch (caller.actor()) {
          case Actor.Person(AccountId id, _) -> Optional.of(id);
          case Actor.Operator _ -> Optional.empty();
          // A token that makes tokens would outlive whoever takes it away.
          case Actor.Token _, Actor.Service _, Actor.Stranger _ ->
              throw new Refused(Problem.Kind.NOT_PERMITTED, "token.by-token");
        };
    Optional<Instant> expires = given.time("expiresAt");
    return parts()
        .tokens()
        .make(
            new AdminTokens.Wish(
                given.text("name"),
                holding,
                by,
                expires,
                given.texts("networks").stream().map(RoleOperations::network).toList()));
  }

  private static Network network(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException _) {
      throw new Refused(Problem.Kind.INVALID, "token.network", text);
    }
  }
}
