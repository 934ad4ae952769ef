package org.mailstead.server;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mailstead completion}: for shells. */
@Command(
    name = "completion",
    description = {
      "Print what lets bash and zsh complete commands: source <(mailstead completion)"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    session.out().print(AutoComplete.bash("mailstead", root));
    return ExitCode.OK;
  }
}
