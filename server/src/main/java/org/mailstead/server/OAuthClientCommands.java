package org.mailstead.server;

import java.util.List;
import org.mailstead.identity.oauth.Client;
import org.mailstead.identity.oauth.Clients;
import org.mailstead.identity.settings.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead oauth-client …}. */
@Command(
    name = "oauth-client",
    description = "Programs that may ask people to let them in (OAuth 2, OpenID Connect).",
    mixinStandardHelpOptions = true)
final class OAuthClientCommands {
  private final Session session;

  OAuthClientCommands(Session session) {
    this.session = session;
  }

  private Clients clients() {
    return session.core().oauth().clients();
  }

  @Command(
      name = "add",
      description = {
        "Make a program known, and show its id; its secret this once and never again.",
        "People are asked by this name, and sent back to these addresses only."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--redirect",
              paramLabel = "URI",
              description = "Where people are sent back to; may stand more than once.")
          List<String> redirects,
      @Option(names = "--confidential", description = "It runs on a server and can keep a secret.")
          boolean confidential) {
    Clients.Made made =
        clients().add(name, redirects == null ? List.of() : redirects, confidential, false);
    String secret = made.secret().map(text -> "  secret " + text).orElse("");
    session.out().println("added " + made.client().id() + secret);
    return ExitCode.OK;
  }

  @Command(name = "list", description = "Show them all.", mixinStandardHelpOptions = true)
  int list() {
    for (Client client : clients().list()) {
      session
          .out()
          .println(
              client.id()
                  + "  "
                  + client.name()
                  + (client.confidential() ? "  with a secret" : "")
                  + (client.registeredItself() ? "  registered itself" : "")
                  + (client.redirectUris().isEmpty() ? "" : "  " + client.redirectUris()));
    }
    String may = clients().registration() ? "may" : "may not";
    session.out().println("programs " + may + " register themselves");
    return ExitCode.OK;
  }

  @Command(
      name = "remove",
      description = "Forget a program: it gets no more tokens.",
      mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "ID") String id) {
    clients().remove(id);
    session.out().println("removed");
    return ExitCode.OK;
  }

  @Command(
      name = "registration",
      description = {
        "Say whether programs may register themselves (RFC 7591), as some mail programs do: on, off.",
        "People are still asked, and told that nobody has looked at the program's name."
      },
      mixinStandardHelpOptions = true)
  int registration(@Parameters(paramLabel = "on|off") String word) {
    if (!word.equals("on") && !word.equals("off")) {
      throw new ConfigException("registration is on or off");
    }
    session
        .core()
        .settings()
        .set(
            Scope.system(),
            ProgramSettings.REGISTRATION.key(),
            Boolean.toString(word.equals("on")),
            "the command line");
    session.out().println("changed");
    return ExitCode.OK;
  }
}
