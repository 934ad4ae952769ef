package org.mailstead.server;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.Mention;
import org.mailstead.identity.Mentions;
import org.mailstead.identity.SecondFactorPolicy;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead domain …}. */
@Command(
    name = "domain",
    description = "Domains that this server takes mail for.",
    mixinStandardHelpOptions = true)
final class DomainCommands {
  private final Session session;

  DomainCommands(Session session) {
    this.session = session;
  }

  @Command(name = "add", description = "Take mail for a domain.", mixinStandardHelpOptions = true)
  int add(@Parameters(paramLabel = "NAME") String name) {
    Domain domain = session.core().signing().domain(name, TenantId.FIRST);
    session.out().println("added " + domain.name());
    session
        .out()
        .println("its mail is signed; for the records: mailstead dkim publish " + domain.name());
    return 0;
  }

  @Command(name = "list", description = "Show all domains.", mixinStandardHelpOptions = true)
  int list() {
    for (Domain domain : session.core().directory().domains()) {
      String all = domain.catchAll().map(a -> "  catch-all " + a).orElse("");
      String factor =
          switch (domain.secondFactor().rule()) {
            case OFFERED -> "";
            case OFF -> "  no second factor";
            case REQUIRED -> "  second factor required";
          };
      String signIn =
          switch (session.core().signIns().of(domain.name())) {
            case DomainSignIn.Here() -> "";
            case DomainSignIn.ByDirectory(var settings) ->
                "  sign-in by " + settings.servers().getFirst();
            case DomainSignIn.ByProvider(var settings) -> "  sign-in at " + settings.issuer();
          };
      session.out().println(domain.name() + all + factor + signIn);
    }
    return 0;
  }

  @Command(
      name = "remove",
      description = "Take no more mail for a domain. Its accounts must be gone.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "NAME") String name) {
    Directory directory = session.core().directory();
    List<Mention> mentions = new Mentions(directory).at(name);
    session.core().changes().removeDomain(name);
    mentions.forEach(mention -> told(mention, name));
    session.out().println("removed " + name);
    return 0;
  }

  /** Their mail is sent on to whoever has the domain, instead of being delivered here. */
  private void told(Mention mention, String domain) {
    session
        .err()
        .println(
            switch (mention) {
              case Mention.Group(EmailAddress group, boolean only) ->
                  "warning: "
                      + (only ? "all members" : "some members")
                      + " of the group "
                      + group
                      + " are at "
                      + domain
                      + ": their mail goes to other servers now";
              case Mention.CatchAll(String other) ->
                  "warning: the catch-all of "
                      + other
                      + " is at "
                      + domain
                      + " and gets nothing now";
            });
  }

  @Command(
      name = "second-factor",
      description = {
        "Say whether a domain's people need more than a password to sign in: offered, off, required.",
        "With one set up, programs need app passwords."
      },
      mixinStandardHelpOptions = true)
  int secondFactor(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "RULE", description = "offered, off or required") String word,
      @Option(
              names = "--grace",
              paramLabel = "DAYS",
              defaultValue = "0",
              description = "How long people may take to set it up, 0 to 365.")
          int grace) {
    SecondFactorPolicy.Rule rule =
        Arrays.stream(SecondFactorPolicy.Rule.values())
            .filter(one -> one.name().equalsIgnoreCase(word))
            .findFirst()
            .orElseThrow(() -> new ConfigException("offered, off or required, not " + word));
    session.core().changes().setSecondFactor(name, rule, grace);
    String now = rule.name().toLowerCase(Locale.ROOT);
    session.out().println(name + ": a second factor is " + now);
    return ExitCode.OK;
  }

  @Command(
      name = "catch-all",
      description = "Give mail for unknown addresses to one address; without one, refuse it.",
      mixinStandardHelpOptions = true)
  int catchAll(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "ADDRESS", arity = "0..1", defaultValue = "") String address) {
    if (!address.isEmpty() && EmailAddress.parse(address).isEmpty()) {
      throw new ConfigException(address + " is no address");
    }
    session.core().changes().setCatchAll(name, address);
    session.out().println(address.isEmpty() ? "no catch-all" : "catch-all is " + address);
    return 0;
  }
}
