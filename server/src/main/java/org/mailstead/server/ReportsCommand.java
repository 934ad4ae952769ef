package org.mailstead.server;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.mailstead.identity.Domain;
import org.mailstead.post.reports.Summary;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code mailstead reports}: what other servers tell of mail in our name and of mail to us. */
@Command(
    name = "reports",
    description = {
      "Show what other servers report: who sends mail in our name, who could not reach us by TLS,",
      "who complained. They report to reports@DOMAIN, as the records that \"doctor\" shows ask."
    },
    mixinStandardHelpOptions = true)
final class ReportsCommand implements Callable<Integer> {
  private static final int MOST_DAYS = 400;

  private final Session session;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DOMAIN",
      description = "Only of this domain.")
  private String only = "";

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "What came within so many days (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(names = "--unproven", description = "Count reports that anybody may have written, too.")
  private boolean unproven;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  ReportsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (days < 1 || days > MOST_DAYS) {
      throw new Refused(Problem.Kind.INVALID, "reports.days", Integer.toString(days));
    }
    Core core = session.core();
    Instant since = core.clock().instant().minus(Duration.ofDays(days));
    Map<String, Summary> found = new LinkedHashMap<>();
    for (String domain : domains()) {
      found.put(domain, core.queue().reported().summary(domain, since, unproven));
    }
    if (json) {
      session.out().println(JsonMapper.builder().build().writeValueAsString(found));
    } else {
      var text = new ReportsText(ownAddresses(core), days);
      found.forEach(
          (domain, summary) -> text.lines(domain, summary).forEach(session.out()::println));
    }
    return ExitCode.OK;
  }

  private List<String> domains() {
    if (only.isEmpty()) {
      return session.core().directory().domains().stream().map(Domain::name).toList();
    }
    String name = EmailAddress.domain(only).orElse(only);
    Optional<Domain> domain = session.core().directory().domain(name);
    return List.of(
        domain
            .map(Domain::name)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "domain.missing", only)));
  }

  /** Those that the DNS has for our host name. */
  private static Set<String> ownAddresses(Core core) {
    return core.resolver().addresses(core.config().hostname()).records().stream()
        .map(InetAddress::getHostAddress)
        .collect(Collectors.toSet());
  }
}
