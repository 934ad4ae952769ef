package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.route.Route;
import org.mailstead.post.route.RouteTable;
import org.mailstead.post.route.Scope;
import org.mailstead.post.route.Source;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead route …}. */
@Command(
    name = "route",
    description = {
      "Ways that mail takes out of this server: relays (smart hosts), and addresses to send from.",
      "The route that says most about a message counts, first by the recipient's domain, then by the",
      "sender's. Changes count at once."
    },
    mixinStandardHelpOptions = true)
final class RouteCommands {
  private final Session session;

  RouteCommands(Session session) {
    this.session = session;
  }

  private RouteTable routes() {
    return session.core().queue().routes();
  }

  /** Which mail is meant. */
  static final class Whose {
    @Option(
        names = "--from",
        paramLabel = "DOMAIN",
        defaultValue = "*",
        description = "Of the sender; .example.org with all below it (default: any).")
    private String from = "*";

    @Option(
        names = "--to",
        paramLabel = "DOMAIN",
        defaultValue = "*",
        description = "Of the recipient; the same (default: any).")
    private String to = "*";

    Scope scope() {
      return new Scope(side(from), side(to));
    }

    private static String side(String text) {
      return Scope.side(text)
          .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "domain.name", text));
    }
  }

  /** To whom, and as whom. */
  static final class ToRelay {
    @Option(
        names = "--relay",
        paramLabel = "HOST[:PORT]",
        defaultValue = "",
        description = "Give it to this server; without, to the servers of its recipients.")
    private String relay = "";

    @Option(
        names = "--tls",
        paramLabel = "HOW",
        defaultValue = "starttls",
        description =
            "starttls (port 587), implicit (465), or none (25) for a relay on this machine,"
                + " which need not offer it."
                + " Its certificate must be for HOST (default: ${DEFAULT-VALUE}).")
    private String tls = "starttls";

    @Option(
        names = "--login",
        paramLabel = "NAME",
        defaultValue = "",
        description = "Sign in there; with one of the next two.")
    private String login = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    private boolean fromStdin;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        defaultValue = "",
        description = "Read the password from a file, each time anew.")
    private String file = "";

    @Option(
        names = "--or-direct",
        description =
            "Go to the recipients' servers when no connection to the relay comes about; else mail"
                + " waits for it.")
    private boolean orDirect;
  }

  /** From where. */
  static final class FromHere {
    @Option(
        names = "--source",
        paramLabel = "ADDRESS[=NAME]",
        split = ",",
        description = "Send from these addresses of this machine, calling ourselves NAME there.")
    private List<String> sources = new ArrayList<>();

    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "",
        description = "What to call ourselves (EHLO) (default: the hostname).")
    private String name = "";

    @Option(
        names = "--turns",
        description = "Each connection takes the next address; else a destination sees one only.")
    private boolean turns;

    @Option(
        names = "--anyway",
        description = "Also when this machine has not all of these addresses.")
    private boolean anyway;
  }

  @Command(
      name = "add",
      description = {
        "Set a route, in place of the one for the same mail.",
        "Without --relay and --source it says that such mail goes the usual way."
      },
      mixinStandardHelpOptions = true)
  int add(@Mixin Whose whose, @Mixin ToRelay relay, @Mixin FromHere here) throws IOException {
    Route kept = routes().put(whose.scope(), exit(relay), pool(here));
    session.out().println(told(kept));
    if (!session.core().settings().get(TransportSettings.SENDING)) {
      session.err().println("sending is off: mail for other servers is held in the queue");
    }
    return ExitCode.OK;
  }

  private Route.Exit exit(ToRelay given) throws IOException {
    if (given.relay.isEmpty()) {
      if (!given.login.isEmpty() || given.orDirect) {
        throw wrong("--login and --or-direct are for relays: --relay is missing");
      }
      return new Route.Exit.Direct();
    }
    Route.Tls tls =
        switch (given.tls) {
          case "starttls" -> Route.Tls.STARTTLS;
          case "implicit" -> Route.Tls.IMPLICIT;
          case "none" -> Route.Tls.NONE;
          case String other -> throw wrong("--tls is starttls, implicit or none, not " + other);
        };
    HostPort server = HostPort.parse(given.relay, standard(tls));
    if (tls == Route.Tls.NONE && !server.isHere()) {
      throw wrong("without TLS only a relay on this machine is spoken to, such as 127.0.0.1");
    }
    return new Route.Exit.Relay(server.host(), server.port(), tls, login(given), given.orDirect);
  }

  private static int standard(Route.Tls tls) {
    return switch (tls) {
      case STARTTLS -> 587;
      case IMPLICIT -> 465;
      case NONE -> 25;
    };
  }

  static Refused wrong(String why) {
    return new Refused(Problem.Kind.INVALID, "route.invalid", why);
  }

  private Optional<Route.Login> login(ToRelay given) throws IOException {
    boolean fromFile = !given.file.isEmpty();
    if (given.login.isEmpty()) {
      if (given.fromStdin || fromFile) {
        throw wrong("a password without a name: --login is missing");
      }
      return Optional.empty();
    }
    if (given.fromStdin == fromFile) {
      throw wrong("--login wants --password-stdin or --password-file");
    }
    if (fromFile) {
      Path file = session.folder().resolve(given.file).normalize();
      if (!Files.isReadable(file)) {
        throw new Refused(Problem.Kind.NOT_FOUND, "file.missing", file.toString());
      }
      return Optional.of(new Route.Login(given.login, new Route.Secret.InFile(file)));
    }
    String password = new BufferedReader(new InputStreamReader(session.in(), UTF_8)).readLine();
    if (password == null || password.isEmpty()) {
      throw wrong("there is no password on standard input");
    }
    return Optional.of(new Route.Login(given.login, new Route.Secret.Kept(password)));
  }

  private Route.Pool pool(FromHere given) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (String text : given.sources) {
      sources.add(
          Source.parse(text)
              .filter(source -> !source.address().isAnyLocalAddress())
              .orElseThrow(() -> wrong("not an address, or one with a name: " + text)));
    }
    List<String> missing =
        sources.stream().filter(source -> !source.isHere()).map(Source::toString).toList();
    if (!missing.isEmpty() && !given.anyway) {
      throw wrong(
          "this machine has not "
              + String.join(", ", missing)
              + "; it has "
              + String.join(", ", Source.here())
              + ". If it will have them, add --anyway");
    }
    String name = given.name.isEmpty() ? "" : EmailAddress.domain(given.name).orElse("");
    if (!given.name.isEmpty() && name.isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, "domain.name", given.name);
    }
    return new Route.Pool(sources, name, given.turns);
  }

  @Command(
      name = "list",
      description = "Show the routes, those that say most first. No password is shown.",
      mixinStandardHelpOptions = true)
  int list() {
    List<Route> all = routes().all();
    all.forEach(route -> session.out().println(told(route)));
    if (all.isEmpty()) {
      session.out().println("no route is set: mail goes to the servers of its recipients");
    }
    return ExitCode.OK;
  }

  /** A line about a route, without its secret. */
  static String told(Route route) {
    String exit =
        switch (route.exit()) {
          case Route.Exit.Direct() -> "to the recipients' servers";
          case Route.Exit.Relay(var host, int port, var tls, var login, boolean orDirect) ->
              "by "
                  + new HostPort(host, port)
                  + (tls == Route.Tls.NONE ? " without TLS" : " with TLS (" + word(tls) + ")")
                  + login.map(RouteCommands::told).orElse("")
                  + (orDirect ? ", past it when it is not reached" : "");
        };
    Route.Pool pool = route.pool();
    String from =
        pool.sources().isEmpty()
            ? ""
            : "; from "
                + String.join(", ", pool.sources().stream().map(Source::toString).toList())
                + (pool.turns() ? " in turns" : "");
    String name = pool.name().isEmpty() ? "" : "; as " + pool.name();
    return route.scope() + ": " + exit + from + name;
  }

  private static String word(Route.Tls tls) {
    return tls.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String told(Route.Login login) {
    return switch (login.secret()) {
      case Route.Secret.Kept _ -> ", signed in as " + login.name();
      case Route.Secret.InFile(Path file) ->
          ", signed in as " + login.name() + " with the password in " + file;
    };
  }

  @Command(name = "remove", description = "Forget a route.", mixinStandardHelpOptions = true)
  int remove(@Mixin Whose whose) {
    Scope scope = whose.scope();
    if (!routes().remove(scope)) {
      throw new Refused(Problem.Kind.NOT_FOUND, "route.missing", scope.toString());
    }
    session.out().println("removed: " + scope);
    return ExitCode.OK;
  }

  @Command(
      name = "test",
      description = {
        "Go the way of a message and tell each step: which route, which server, its certificate, the",
        "login. Nothing is sent."
      },
      mixinStandardHelpOptions = true)
  int test(
      @Parameters(paramLabel = "ADDRESS|DOMAIN", description = "Of the recipient.") String to,
      @Option(
              names = "--from",
              paramLabel = "ADDRESS|DOMAIN",
              defaultValue = "",
              description = "Of the sender.")
          String from) {
    List<String> lines = session.core().queue().probe(domain(from), domain(to));
    lines.forEach(session.out()::println);
    return lines.getLast().endsWith("mail would be given to it") ? ExitCode.OK : ExitCode.REFUSED;
  }

  private static String domain(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String name = text.substring(text.lastIndexOf('@') + 1);
    return EmailAddress.domain(name)
        .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "domain.name", name));
  }
}
