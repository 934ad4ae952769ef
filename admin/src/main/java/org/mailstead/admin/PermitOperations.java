package org.mailstead.admin;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Permit;
import org.mailstead.identity.rights.Right;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Leave to look into somebody's account: with a reason, an end, and a message to the owner. */
final class PermitOperations {
  private static final long MOST_MINUTES = 480;

  private final Supplier<AdminParts> opened;

  PermitOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private record Seen(Permit permit, String by, String into) {}

  private static final Shape<Seen> PERMIT =
      Shape.<Seen>of("Permit")
          .text("id", "Its number.", seen -> Long.toHexString(seen.permit.id()))
          .text("by", "Who looks.", Seen::by)
          .text("into", "Into whose account.", Seen::into)
          .text("reason", "As the owner was told it.", seen -> seen.permit.reason())
          .time("madeAt", "When it was given.", seen -> seen.permit.made())
          .time("until", "When it ends.", seen -> seen.permit.until());

  List<Operation> all() {
    return List.of(
        Operation.get("permit.list", "/permits", "Those of 90 days, the latest first.")
            .needs(Right.AUDIT_READ)
            .answers(
                PERMIT.page(),
                (caller, given) -> {
                  caller.need(Right.AUDIT_READ);
                  return Shape.Page.all(parts().permits().all().stream().map(this::seen).toList());
                }),
        Operation.post(
                "permit.give",
                "/permits",
                "Look into somebody's account by IMAP or POP3 for a while, changing nothing.")
            .needs(Right.IMPERSONATE)
            .takes(
                Input.text("into", "The account's address.").must(),
                Input.text("reason", "The owner is told it; at least 10 characters.").must(),
                Input.number("minutes", "How long, at most 480; 60 by default.")
                    .atMost(MOST_MINUTES),
                Input.text("by", "Who looks: for the command line, which is nobody."))
            .fresh()
            .answers(PERMIT, this::give),
        Operation.delete("permit.end", "/permits/{id}", "End it.")
            .needs(Right.IMPERSONATE)
            .takes(Input.path("id", "Its number."))
            .does((caller, given) -> {
              caller.need(Right.IMPERSONATE);
              parts().permits().end(number(given.text("id")));
            }));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text, 16);
    } catch (NumberFormatException _) {
      throw new Refused(Problem.Kind.NOT_FOUND, "permit.missing", text);
    }
  }

  private Seen seen(Permit permit) {
    return new Seen(permit, address(permit.by()), address(permit.into()));
  }

  private String address(AccountId id) {
    return parts().directory().account(id).map(one -> one.address().toString()).orElse("?");
  }

  private Account account(String text) {
    return parts()
        .directory()
        .account(Reach.address(text))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", text));
  }

  private Seen give(Caller caller, Given given) {
    caller.need(Right.IMPERSONATE);
    Account by =
        switch (caller.actor()) {
          case Actor.Person(AccountId id, _) -> parts().directory().account(id).orElseThrow();
          case Actor.Operator _ -> account(given.text("by"));
          // It signs in nowhere, so it can look into nothing.
          case Actor.Token _, Actor.Service _, Actor.Stranger _ ->
              throw new Refused(Problem.Kind.NOT_PERMITTED, "permit.by-token");
        };
    Account into = account(given.text("into"));
    Duration life = Duration.ofMinutes(given.number("minutes").orElse(60L));
    return seen(parts().permits().give(by, into, given.text("reason"), life));
  }
}
