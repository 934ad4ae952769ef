package org.mailstead.server;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.identity.signin.AppPasswords;
import org.mailstead.identity.signin.Credential;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.SignIn;
import org.mailstead.wire.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead app-password …}. */
@Command(
    name = "app-password",
    description = "Passwords for programs and phones, beside an account's own.",
    mixinStandardHelpOptions = true)
final class AppPasswordCommands {
  private final Session session;

  AppPasswordCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "add",
      description = {
        "Make a password for one program, and show it: this once and never again.",
        "It may open everything but the web pages, unless told otherwise."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "NAME", description = "What its owner calls it, such as Phone.")
          String name,
      @Option(
              names = "--for",
              paramLabel = "PROTOCOL",
              split = ",",
              description = "Of: imap, pop3, smtp, managesieve, jmap, dav, activesync.")
          List<String> protocols,
      @Option(names = "--read-only", description = "It changes and sends nothing.")
          boolean readOnly,
      @Option(names = "--days", paramLabel = "N", defaultValue = "0", description = "For how long.")
          int days,
      @Option(
              names = "--from",
              paramLabel = "NETWORK",
              split = ",",
              description = "From where it counts, such as 192.0.2.0/24.")
          List<String> networks) {
    Account account = session.account(address);
    Optional<Instant> expires =
        days == 0
            ? Optional.empty()
            : Optional.of(session.core().clock().instant().plus(Duration.ofDays(days)));
    var terms = new AppPassword.Terms(protocols(protocols), readOnly, expires, networks(networks));
    AppPasswords.Made made = passwords().make(account.id(), name, terms);
    session.out().println("added " + id(made.password()) + "  password " + made.text());
    return ExitCode.OK;
  }

  private AppPasswords passwords() {
    return session.core().credentials().appPasswords();
  }

  private static String id(AppPassword password) {
    return Long.toHexString(password.id());
  }

  private static Set<Protocol> protocols(List<String> words) {
    if (words == null || words.isEmpty()) {
      return AppPassword.Terms.ALL_PROTOCOLS;
    }
    Set<Protocol> protocols = new HashSet<>();
    for (String word : words) {
      protocols.add(
          Protocol.of(word)
              .filter(protocol -> protocol != Protocol.WEB)
              .orElseThrow(() -> new ConfigException(word + " is no protocol of mail programs")));
    }
    return protocols;
  }

  private static List<Network> networks(List<String> texts) {
    try {
      return texts == null ? List.of() : texts.stream().map(Network::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("no network: " + e.getMessage());
    }
  }

  @Command(
      name = "list",
      description = "Show an account's app passwords, what for, and their last use.",
      mixinStandardHelpOptions = true)
  int list(@Parameters(paramLabel = "ADDRESS") String address) {
    Account account = session.account(address);
    List<AppPassword> all = passwords().list(account.id());
    List<SignIn> signIns = session.core().authenticator().signIns(account.id());
    all.forEach(password -> session.out().println(line(password, signIns)));
    if (all.isEmpty()) {
      session.out().println("there is none");
    }
    return ExitCode.OK;
  }

  private static String line(AppPassword password, List<SignIn> signIns) {
    AppPassword.Terms terms = password.terms();
    String what =
        terms.protocols().equals(AppPassword.Terms.ALL_PROTOCOLS)
            ? "everything"
            : terms.protocols().stream()
                .sorted()
                .map(Protocol::word)
                .collect(Collectors.joining(","));
    String way = new Credential.AppPassword(password.id()).word();
    String used =
        signIns.stream()
            .filter(signIn -> signIn.way().equals(way) && signIn.refused().isEmpty())
            .findFirst()
            .map(last -> "last used " + SignInText.time(last.last()) + " from " + last.from())
            .orElse("never used");
    return id(password)
        + "  "
        + password.name()
        + "  for "
        + what
        + (terms.readOnly() ? ", to read only" : "")
        + terms.expires().map(at -> ", until " + SignInText.time(at)).orElse("")
        + (terms.networks().isEmpty() ? "" : ", from " + terms.networks())
        + "  "
        + used;
  }

  @Command(
      name = "remove",
      description = "Take one away: what was signed in with it ends.",
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "ID", description = "As list shows it.") String id) {
    Account account = session.account(address);
    long number;
    try {
      number = Long.parseLong(id, 16);
    } catch (NumberFormatException _) {
      throw new ConfigException(id + " is no number that list shows");
    }
    session.out().println("removed " + passwords().remove(account.id(), number).name());
    return ExitCode.OK;
  }
}
