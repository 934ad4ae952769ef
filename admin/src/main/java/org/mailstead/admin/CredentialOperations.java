package org.mailstead.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.signin.Live;
import org.mailstead.identity.signin.SignIn;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.words.Refused;

/** What opens accounts, and who is in: for those who help people to sign in again. */
final class CredentialOperations {
  private static final Duration RESET = Duration.ofHours(24);

  private final Supplier<AdminParts> opened;

  CredentialOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private Reach reach() {
    return new Reach(parts().directory(), parts().roles());
  }

  private record Password(Optional<String> made) {}

  private record Reset(Optional<String> link, Instant until) {}

  private record Ended(int count) {}

  /** A browser or a connection that is signed in. */
  private record Session(String kind, String from, String client, Instant since, String by) {}

  private static final Shape<Password> PASSWORD =
      Shape.<Password>of("MadePassword")
          .optionalText("password", "The one that was made, shown this once.", Password::made);

  private static final Shape<Reset> RESET_LINK =
      Shape.<Reset>of("Reset")
          .optionalText(
              "link",
              "Bring it to the person so that nobody else sees it; none when it was sent.",
              Reset::link)
          .time("until", "How long it counts, once.", Reset::until);

  private static final Shape<Ended> ENDED =
      Shape.<Ended>of("Ended").number("ended", "Sessions that ended.", Ended::count);

  private static final Shape<SignIn> SIGN_IN =
      Shape.<SignIn>of("SignIn")
          .time("at", "The last of its kind.", SignIn::last)
          .time("firstAt", "The first of its kind.", SignIn::first)
          .text("protocol", "By what.", one -> one.protocol().word())
          .text("way", "With what.", SignIn::way)
          .text("from", "The last address.", SignIn::from)
          .text("client", "What the program calls itself.", SignIn::client)
          .number("count", "How often.", SignIn::count)
          .optionalText("refused", "Why it was none.", SignIn::refused);

  private static final Shape<Session> SESSION =
      Shape.<Session>of("Session")
          .text("kind", "browser, or the protocol of a connection.", Session::kind)
          .text("from", "From where.", Session::from)
          .text("client", "What the program calls itself.", Session::client)
          .time("since", "Since when, or when it was last seen.", Session::since)
          .text("by", "How it was proved.", Session::by);

  private static final Input ADDRESS = Input.path("address", "The account's address.");

  private static Operation.Builder here(Operation.Builder operation) {
    return operation.needs(Right.CREDENTIALS_WRITE).takes(ADDRESS);
  }

  List<Operation> all() {
    return List.of(
        // Not for those who only help: whoever knows a password may sign in with it.
        Operation.post(
                "account.password",
                "/accounts/{address}/password",
                "Set a new password; sessions that were opened with the old one end.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(
                ADDRESS, Input.text("password", "Without one, one is made and answered.").hidden())
            .fresh()
            .answers(PASSWORD, this::password),
        here(Operation.post(
                "account.reset",
                "/accounts/{address}/reset",
                "A link to a new password for who has forgotten the old one."))
            .takes(
                Input.flag(
                    "send",
                    "Sent to the account's recovery address, not shown; always so for the help"
                        + " desk."))
            .fresh()
            .answers(RESET_LINK, this::reset),
        here(Operation.post(
                "account.forget-factors",
                "/accounts/{address}/forget-factors",
                "Take all second factors away, for who has lost them; sign out everywhere."))
            .fresh()
            .answers(ENDED, this::forgetFactors),
        here(Operation.post(
                "account.end-sessions",
                "/accounts/{address}/end-sessions",
                "Sign out everywhere: browsers, connections, browsers that were trusted."))
            .answers(
                ENDED,
                (caller, given) ->
                    end(reach().below(caller, Right.CREDENTIALS_WRITE, given.text("address")))),
        here(Operation.get(
                "account.sessions", "/accounts/{address}/sessions", "Who is signed in now."))
            .answers(SESSION.page(), this::sessions),
        here(Operation.get(
                "account.sign-ins",
                "/accounts/{address}/sign-ins",
                "Sign-ins of 90 days, the latest first; those of one kind are counted."))
            .answers(
                SIGN_IN.page(),
                (caller, given) ->
                    Shape.Page.all(parts().authenticator().signIns(account(caller, given).id()))));
  }

  private Account account(Caller caller, Given given) {
    return reach().account(caller, Right.CREDENTIALS_WRITE, given.text("address"));
  }

  private Account below(Caller caller, Given given) {
    return reach().below(caller, Right.CREDENTIALS_WRITE, given.text("address"));
  }

  private Password password(Caller caller, Given given) {
    Account account = reach().below(caller, Right.ACCOUNTS_WRITE, given.text("address"));
    Optional<String> chosen = given.optional("password").filter(text -> !text.isEmpty());
    chosen
        .flatMap(text -> parts().signIn().passwordRules().check(account, text))
        .ifPresent(problem -> {
          throw new Refused(problem);
        });
    String password = chosen.orElseGet(() -> MadePassword.of(parts().random()));
    parts().signIn().help().setPassword(account.id(), password, caller.actor().word());
    return new Password(chosen.isPresent() ? Optional.empty() : Optional.of(password));
  }

  private Reset reset(Caller caller, Given given) {
    Account account = below(caller, given);
    // Whoever sees it can use it, and who only helps is not to get into anybody's mail.
    if (given.flag("send").orElse(false) || !reach().mayIn(caller, Right.ACCOUNTS_WRITE, account)) {
      Instant until = parts().signIn().recovery().send(account, caller.actor().word());
      return new Reset(Optional.empty(), until);
    }
    String token = parts().signIn().help().makeReset(account.id(), caller.actor().word());
    // Behind the hash it is sent to no server and stands in no log.
    return new Reset(
        Optional.of(parts().standing().site() + "/signin/reset#" + token),
        parts().clock().instant().plus(RESET));
  }

  private Ended forgetFactors(Caller caller, Given given) {
    Account account = below(caller, given);
    parts().signIn().help().forgetFactors(account.id(), caller.actor().word());
    return end(account);
  }

  private Ended end(Account account) {
    int ended = parts().signIn().sessions().end(account.id(), _ -> true);
    parts().signIn().devices().forget(account.id());
    List<Live> live = parts().authenticator().live(account.id());
    live.forEach(one -> parts().authenticator().end(account.id(), one.number()));
    return new Ended(ended + live.size());
  }

  private Shape.Page<Session> sessions(Caller caller, Given given) {
    Account account = account(caller, given);
    List<Session> all = new ArrayList<>();
    for (WebSession one : parts().signIn().sessions().list(account.id())) {
      String by = String.join("+", one.proofs().stream().sorted().toList());
      all.add(new Session("browser", one.from(), one.client(), one.seen(), by));
    }
    for (Live one : parts().authenticator().live(account.id())) {
      all.add(
          new Session(
              one.attempt().protocol().word(),
              one.attempt().from().getHostAddress(),
              one.attempt().client(),
              one.since(),
              one.credential().word()));
    }
    return Shape.Page.all(all);
  }
}
