package org.mailstead.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.admin.SigningPairs;
import org.mailstead.identity.Domain;
import org.mailstead.identity.DomainKey;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead dkim …}. */
@Command(
    name = "dkim",
    description = "Keys that sign the mail of our domains.",
    mixinStandardHelpOptions = true)
final class DkimCommands {
  /** For how long mail that was signed may be on its way: the queue tries for five days. */
  private static final Duration UNDER_WAY = Duration.ofDays(7);

  private final Session session;

  DkimCommands(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "Show all keys.", mixinStandardHelpOptions = true)
  int list(@Parameters(paramLabel = "DOMAIN", arity = "0..1", defaultValue = "") String name) {
    List<String> domains =
        name.isEmpty()
            ? session.core().directory().domains().stream().map(Domain::name).toList()
            : List.of(own(name));
    for (String domain : domains) {
      List<DomainKey> keys = session.core().keys().of(domain);
      if (keys.isEmpty()) {
        session.out().println(domain + "  no key; its mail is not signed");
      }
      for (DomainKey key : keys) {
        session.out().printf("%s  %s  %s%n", domain, key.selector(), told(key));
      }
    }
    return ExitCode.OK;
  }

  private static String told(DomainKey key) {
    return switch (key.state()) {
      case WAITING -> "waits for its record in the DNS, then: dkim rotate";
      case SIGNING -> "signs";
      case RETIRED ->
          "retired; its record must stay until " + key.retired().map(DkimCommands::gone).orElse("");
    };
  }

  private static String gone(Instant retired) {
    return retired.plus(UNDER_WAY).toString().substring(0, 10);
  }

  @Command(
      name = "add",
      description = "Make the first keys of a domain. A new domain has them already.",
      mixinStandardHelpOptions = true)
  int add(@Parameters(paramLabel = "DOMAIN") String name) {
    String domain = own(name);
    if (!session.core().keys().of(domain).isEmpty()) {
      session.err().println("mailstead: " + domain + " has keys; for new ones: dkim rotate");
      return ExitCode.REFUSED;
    }
    session.core().signing().add(domain, DomainKey.State.SIGNING);
    return publish(domain);
  }

  @Command(
      name = "publish",
      description = "Show the records that the DNS must have.",
      mixinStandardHelpOptions = true)
  int publish(@Parameters(paramLabel = "DOMAIN") String name) {
    String domain = own(name);
    for (DomainKey key : session.core().keys().of(domain)) {
      session.out().println(SigningPairs.zoneLine(SigningPairs.signing(domain, key)));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "rotate",
      description = {
        "Begin to sign with new keys, in two steps: the first makes them and shows their records;",
        "once these are in the DNS, the second lets them sign and retires the old ones."
      },
      mixinStandardHelpOptions = true)
  int rotate(@Parameters(paramLabel = "DOMAIN") String name) {
    String domain = own(name);
    Core core = session.core();
    return switch (core.signing().rotate(domain)) {
      case SigningPairs.Rotation.Publish(List<DomainKey> made) -> {
        made.stream()
            .map(key -> SigningPairs.zoneLine(SigningPairs.signing(domain, key)))
            .forEach(session.out()::println);
        session.out().println("Put these into the DNS, then say this once more.");
        yield ExitCode.OK;
      }
      case SigningPairs.Rotation.Missing(List<String> names) -> {
        session.err().println("mailstead: not in the DNS yet: " + String.join(", ", names));
        yield ExitCode.REFUSED;
      }
      case SigningPairs.Rotation.Switched() -> list(domain);
    };
  }

  @Command(
      name = "remove",
      description = "Forget a key that signs nothing more.",
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "DOMAIN") String name,
      @Parameters(paramLabel = "SELECTOR") String selector,
      @Option(names = "--yes", description = "Do it although it is still needed.") boolean sure) {
    String domain = own(name);
    Core core = session.core();
    Optional<DomainKey> found =
        core.keys().of(domain).stream().filter(key -> key.selector().equals(selector)).findFirst();
    if (found.isEmpty()) {
      session.err().println("mailstead: " + domain + " has no key " + selector);
      return ExitCode.REFUSED;
    }
    if (!sure && isNeeded(found.get(), core.clock().instant())) {
      return session.unsure(
          "mail that " + selector + " signed cannot be verified without its record");
    }
    core.keys()
        .change(
            domain, keys -> keys.stream().filter(key -> !key.selector().equals(selector)).toList());
    session.out().println("removed " + selector + "; its record may go from the DNS");
    return ExitCode.OK;
  }

  private static boolean isNeeded(DomainKey key, Instant now) {
    return switch (key.state()) {
      case WAITING -> false;
      case SIGNING -> true;
      case RETIRED -> key.retired().filter(since -> since.plus(UNDER_WAY).isAfter(now)).isPresent();
    };
  }

  private String own(String name) {
    String domain = EmailAddress.domain(name).orElse(name);
    if (session.core().directory().domain(domain).isEmpty()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "domain.missing", name);
    }
    return domain;
  }
}
