package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mailstead.admin.AdminServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code mailstead state} and {@code mailstead apply}: a server described by a file. */
final class StateCommands {
  private StateCommands() {}

  private static StateNow now(Session session) {
    return new StateNow(new AdminServer(() -> session.core().admin()));
  }

  /** Writes what the server has. */
  @Command(
      name = "state",
      description = {
        "Print tenants, domains, accounts, groups, delegates and settings as a file for \"apply\".",
        "It holds no password, no mail, and nothing that opens an account."
      },
      mixinStandardHelpOptions = true)
  static final class State implements Callable<Integer> {
    private final Session session;

    State(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      session.out().print(now(session).read().toToml());
      return ExitCode.OK;
    }
  }

  /** Makes the server as a file says. */
  @Command(
      name = "apply",
      description = {
        "Make the server as a file says: shows the difference, and with --yes does it.",
        "What the file does not name stays as it is. The form is that of \"mailstead state\"."
      },
      mixinStandardHelpOptions = true)
  static final class Apply implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "TOML.")
    private String file = "";

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    @Option(
        names = "--prune",
        description = {
          "Also take away groups, delegates, aliases, roles and domains that the file lacks though it",
          "names such. Accounts stay: account remove."
        })
    private boolean prune;

    Apply(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() throws IOException {
      Path path = session.folder().resolve(file);
      if (!java.nio.file.Files.isReadable(path)) {
        throw new ConfigException("there is no file " + path);
      }
      StateFile wanted = StateFile.read(path);
      StateNow now = now(session);
      List<StateSteps.Step> steps = StateSteps.of(now.read(), wanted, prune);
      steps.forEach(step -> session.out().println(step.told()));
      if (steps.isEmpty()) {
        session.out().println("nothing to do: the server is as the file says");
        return ExitCode.OK;
      }
      if (!yes) {
        return session.unsure(steps.size() + " changes, none of them made");
      }
      for (StateSteps.Step step : steps) {
        made(step, now.run(step.operation(), step.words(), step.options()));
      }
      session.out().println(steps.size() + " changes made");
      return ExitCode.OK;
    }

    private void made(StateSteps.Step step, ObjectNode answer) {
      if (answer.has("password")) {
        String password = answer.get("password").asString();
        session.out().println(step.words().getFirst() + "  password " + password);
      }
    }
  }
}
