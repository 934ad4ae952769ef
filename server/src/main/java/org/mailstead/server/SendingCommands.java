package org.mailstead.server;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.mailstead.identity.Account;
import org.mailstead.identity.Domain;
import org.mailstead.post.sending.OwnLimits;
import org.mailstead.post.sending.Pause;
import org.mailstead.post.sending.Sender;
import org.mailstead.post.sending.SendingState;
import org.mailstead.post.sending.SendingWatch;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead sending …}. */
@Command(
    name = "sending",
    description = "What accounts and domains send, what they may, and who is paused.",
    mixinStandardHelpOptions = true)
final class SendingCommands {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Session session;

  SendingCommands(Session session) {
    this.session = session;
  }

  private SendingWatch watch() {
    return session.core().queue().senders();
  }

  /** An account by its address, or a domain by its name. */
  private Sender find(String name) {
    if (name.contains("@")) {
      return new Sender.Account(session.account(name).id());
    }
    return session
        .core()
        .directory()
        .domain(name)
        .map(domain -> new Sender.Domain(domain.name()))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "domain.missing", name));
  }

  private record Named(String name, SendingState state) {}

  @Command(
      name = "list",
      description = "Show who is paused, and who sent most in the last 24 hours.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description =
                  "Show so many of those that are not paused (default: ${DEFAULT-VALUE}).")
          int limit) {
    List<Named> all =
        java.util.stream.Stream.concat(
                session.core().directory().domains().stream().map(this::named),
                session.core().directory().accounts().stream().map(this::named))
            .filter(one -> one.state().pause().isPresent() || one.state().today().messages() > 0)
            .sorted(
                Comparator.comparing((Named one) -> one.state().pause().isEmpty())
                    .thenComparingLong(one -> -one.state().today().recipients()))
            .toList();
    long paused = all.stream().filter(one -> one.state().pause().isPresent()).count();
    all.stream()
        .limit(paused + Math.max(0, limit))
        .forEach(one -> session.out().println(one.name() + "  " + words(one.state())));
    if (all.isEmpty()) {
      session.out().println("nobody sent anything in the last 24 hours");
    }
    return 0;
  }

  private Named named(Domain domain) {
    return new Named(domain.name(), watch().state(new Sender.Domain(domain.name())));
  }

  private Named named(Account account) {
    return new Named(account.address().toString(), watch().state(new Sender.Account(account.id())));
  }

  private static String words(SendingState state) {
    return "%s to %s, %s%s"
        .formatted(
            some(state.today().messages(), "message"),
            some(state.today().recipients(), "recipient"),
            size(state.today().octets()),
            state.pause().map(SendingCommands::words).orElse(""));
  }

  private static String some(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String size(long octets) {
    return octets < 1 << 20 ? ((octets + 1023) >> 10) + " KB" : (octets >> 20) + " MB";
  }

  private static String words(Pause pause) {
    return "  PAUSED since %s%s: %s"
        .formatted(
            TIME.format(pause.since()), pause.byOperator() ? " by the operator" : "", pause.why());
  }

  @Command(
      name = "show",
      description = "Show what an account or a domain sent in the last 24 hours, and may send.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "ADDRESS|DOMAIN") String name) {
    SendingState state = watch().state(find(name));
    session.out().println("sent in 24 hours: " + words(state));
    session
        .out()
        .printf(
            "may send in 24 hours: %s messages to %s recipients, %s MB%n",
            limit(state.limits().messages()),
            limit(state.limits().recipients()),
            limit(state.limits().octets() >> 20));
    session
        .out()
        .printf(
            "busiest hour of the last 30 days, without today: %s%s%n",
            some(state.busiest(), "recipient"),
            state.own().brakeless() ? "; without the brake" : "");
    return 0;
  }

  private static String limit(long most) {
    return most == 0 ? "any number of" : Long.toString(most);
  }

  @Command(
      name = "limit",
      description = {
        "Give an account or a domain limits of its own for 24 hours; 0 stands for any number.",
        "A program that writes to many at once, such as a shop, needs --brake off."
      },
      mixinStandardHelpOptions = true)
  int limit(
      @Parameters(paramLabel = "ADDRESS|DOMAIN") String name,
      @Option(names = "--messages", paramLabel = "N", defaultValue = "-1") long messages,
      @Option(names = "--recipients", paramLabel = "N", defaultValue = "-1") long recipients,
      @Option(names = "--megabytes", paramLabel = "N", defaultValue = "-1") long megabytes,
      @Option(
              names = "--brake",
              paramLabel = "on|off",
              defaultValue = "",
              description = "Whether it is paused when it suddenly sends like a machine.")
          String brake,
      @Option(names = "--default", description = "As all others, but for what else is given.")
          boolean usual) {
    if (messages < -1 || recipients < -1 || megabytes < -1 || megabytes > Long.MAX_VALUE >> 20) {
      throw new ConfigException("a limit is 0 or more");
    }
    if (!List.of("", "on", "off").contains(brake)) {
      throw new ConfigException("--brake is on or off");
    }
    Sender sender = find(name);
    watch()
        .limit(
            sender,
            old -> {
              OwnLimits own = usual ? OwnLimits.NONE : old;
              own = brake.isEmpty() ? own : own.withoutBrake(brake.equals("off"));
              own = messages < 0 ? own : own.withMessages(messages);
              own = recipients < 0 ? own : own.withRecipients(recipients);
              return megabytes < 0 ? own : own.withOctets(megabytes << 20);
            });
    return show(name);
  }

  @Command(
      name = "pause",
      description = "Let an account or a domain send no more. What it has in the queue is held.",
      mixinStandardHelpOptions = true)
  int pause(
      @Parameters(paramLabel = "ADDRESS|DOMAIN") String name,
      @Option(
              names = "--why",
              paramLabel = "TEXT",
              defaultValue = "the operator decided so",
              description = "Told to whoever tries to send.")
          String why) {
    if (why.isBlank() || why.length() > 200) {
      throw new ConfigException("a reason has 1 to 200 characters");
    }
    watch().pause(find(name), why.replaceAll("\\p{Cc}", " "));
    session.out().println("paused");
    return 0;
  }

  @Command(
      name = "resume",
      description = "Let it send again, with what was held.",
      mixinStandardHelpOptions = true)
  int resume(@Parameters(paramLabel = "ADDRESS|DOMAIN") String name) {
    boolean was = session.core().queue().control().resume(find(name));
    session.out().println(was ? "it sends again" : "it was not paused");
    return 0;
  }
}
