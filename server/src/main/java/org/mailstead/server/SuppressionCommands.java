package org.mailstead.server;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.mailstead.post.queue.Suppressions;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead suppression …}. */
@Command(
    name = "suppression",
    description = "Addresses elsewhere that nothing is sent to, since nobody is there.",
    mixinStandardHelpOptions = true)
final class SuppressionCommands {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Session session;

  SuppressionCommands(Session session) {
    this.session = session;
  }

  private Suppressions suppressions() {
    return session.core().queue().suppressions();
  }

  @Command(
      name = "list",
      description = "Show the addresses, since when and why.",
      mixinStandardHelpOptions = true)
  int list() {
    var count = new int[1];
    suppressions()
        .each(entry -> {
          count[0]++;
          session
              .out()
              .printf(
                  "%s  since %s  until %s  %s%n",
                  entry.address(),
                  DAY.format(entry.since()),
                  DAY.format(entry.until()),
                  entry.byOperator()
                      ? "by the operator"
                      : entry.answers() + " answers, the last: " + entry.last());
        });
    if (count[0] == 0) {
      session.out().println("mail goes to every address");
    }
    return 0;
  }

  @Command(
      name = "add",
      description = "Send nothing to an address for some time.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(
              names = "--days",
              paramLabel = "N",
              defaultValue = "90",
              description = "For so many days (default: ${DEFAULT-VALUE}).")
          int days) {
    if (days < 1 || days > 36_500) {
      throw new Refused(Problem.Kind.INVALID, "suppression.days", Integer.toString(days));
    }
    suppressions().add(parse(address), Duration.ofDays(days));
    session.out().println("nothing is sent to " + address);
    return 0;
  }

  @Command(
      name = "remove",
      description = "Let mail go to an address again.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "ADDRESS") String address) {
    if (!suppressions().remove(parse(address))) {
      throw new Refused(Problem.Kind.NOT_FOUND, "suppression.missing", address);
    }
    session.out().println("mail goes to " + address + " again");
    return 0;
  }

  private static EmailAddress parse(String address) {
    return EmailAddress.parse(address)
        .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "address", address));
  }
}
