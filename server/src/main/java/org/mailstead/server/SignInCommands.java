package org.mailstead.server;

import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Identities;
import org.mailstead.identity.signin.Live;
import org.mailstead.identity.signin.Passkeys;
import org.mailstead.identity.signin.SignIn;
import org.mailstead.identity.signin.TotpApps;
import org.mailstead.identity.signin.WebSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead sign-in …}. */
@Command(
    name = "sign-in",
    description = "Who has signed in to an account, from where, and with what they prove it.",
    mixinStandardHelpOptions = true)
final class SignInCommands {
  private final Session session;

  SignInCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "history",
      description = "Show the sign-ins of 90 days, the latest first. Times are UTC.",
      mixinStandardHelpOptions = true)
  int history(@Parameters(paramLabel = "ADDRESS") String address) {
    List<SignIn> all = session.core().authenticator().signIns(session.account(address).id());
    for (SignIn one : all) {
      session
          .out()
          .printf(
              "%s  %s  %s  %s  %d times since %s%s%s%n",
              SignInText.time(one.last()),
              one.protocol().word(),
              one.from(),
              one.way(),
              one.count(),
              SignInText.time(one.first()),
              one.client().isEmpty() ? "" : "  " + one.client(),
              one.refused().map(why -> "  REFUSED: " + why).orElse(""));
    }
    if (all.isEmpty()) {
      session.out().println("nobody has signed in");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      description = "Show browsers that are signed in, and connections that are open now.",
      mixinStandardHelpOptions = true)
  int list(@Parameters(paramLabel = "ADDRESS") String address) {
    Account account = session.account(address);
    Core core = session.core();
    for (WebSession one : core.signIn().sessions().list(account.id())) {
      session
          .out()
          .printf(
              "browser  %s  seen %s  by %s  %s%n",
              one.from(),
              SignInText.time(one.seen()),
              String.join("+", one.proofs().stream().sorted().toList()),
              one.client());
    }
    for (Live one : core.authenticator().live(account.id())) {
      session
          .out()
          .printf(
              "%s  %s  since %s  by %s%n",
              one.attempt().protocol().word(),
              one.attempt().from().getHostAddress(),
              SignInText.time(one.since()),
              one.credential().word());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "end",
      description = {
        "Sign an account out everywhere: browsers, open connections, browsers that were trusted.",
        "Programs that know a password come back: change it, or take app passwords away."
      },
      mixinStandardHelpOptions = true)
  int end(@Parameters(paramLabel = "ADDRESS") String address) {
    Account account = session.account(address);
    Core core = session.core();
    int ended = core.signIn().sessions().end(account.id(), _ -> true);
    core.signIn().devices().forget(account.id());
    List<Live> live = core.authenticator().live(account.id());
    live.forEach(one -> core.authenticator().end(account.id(), one.number()));
    session.out().println("ended " + (ended + live.size()));
    return ExitCode.OK;
  }

  @Command(
      name = "factors",
      description = "Show what an account proves itself with.",
      mixinStandardHelpOptions = true)
  int factors(@Parameters(paramLabel = "ADDRESS") String address) {
    Account account = session.account(address);
    var credentials = session.core().credentials();
    credentials
        .passwords()
        .setAt(account.id())
        .ifPresent(at -> session.out().println("password  set " + SignInText.time(at)));
    for (Passkeys.Passkey key : credentials.passkeys().list(account.id())) {
      session.out().println("passkey  " + key.name() + "  made " + SignInText.time(key.made()));
    }
    for (TotpApps.App app : credentials.totpApps().list(account.id())) {
      session.out().println("app  " + app.name() + "  made " + SignInText.time(app.made()));
    }
    session
        .out()
        .println(credentials.recoveryCodes().left(account.id()) + " recovery codes are left");
    return ExitCode.OK;
  }

  @Command(
      name = "forget-factors",
      description = {
        "Take all second factors of somebody away who has lost them: passkeys, apps, codes.",
        "Make sure who asks for it: whoever has the password gets in after that."
      },
      mixinStandardHelpOptions = true)
  int forgetFactors(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(names = "--yes", description = "Yes, take them away.") boolean yes) {
    Account account = session.account(address);
    if (!yes) {
      return session.unsure("this leaves " + account.address() + " with a password only");
    }
    session.core().signIn().help().forgetFactors(account.id(), Session.BY);
    end(address);
    return ExitCode.OK;
  }

  @Command(
      name = "forget-identities",
      description = {
        "Forget which person of a provider an account belongs to: the next who comes from there with",
        "its address gets it."
      },
      mixinStandardHelpOptions = true)
  int forgetIdentities(@Parameters(paramLabel = "ADDRESS") String address) {
    Account account = session.account(address);
    new Identities(session.core().directory()).forget(account.id());
    end(address);
    return ExitCode.OK;
  }

  @Command(
      name = "reset",
      description = {
        "Make a way to a new password for who has forgotten it; it counts once, for a day.",
        "Bring it to the person by a way that nobody else sees."
      },
      mixinStandardHelpOptions = true)
  int reset(@Parameters(paramLabel = "ADDRESS") String address) {
    Account account = session.account(address);
    String token = session.core().signIn().help().makeReset(account.id(), Session.BY);
    Optional<String> origin = WebSite.of(session.core().config()).origin();
    // Behind the hash it is sent to no server and stands in no log.
    session.out().println(origin.orElse("") + "/signin/reset#" + token);
    return ExitCode.OK;
  }
}
