package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailstead.formats.sieve.SieveError;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.ScriptCompiler;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead sieve …}. */
@Command(
    name = "sieve",
    description = "Scripts that sort mail as it arrives.",
    mixinStandardHelpOptions = true)
final class SieveCommands {
  private final Session session;

  SieveCommands(Session session) {
    this.session = session;
  }

  private byte[] read(String file) throws IOException {
    Path path = session.folder().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new Refused(Problem.Kind.NOT_FOUND, "file.missing", path.toString());
    }
    return Files.readAllBytes(path);
  }

  /** Whether a script is right; else all that is wrong was said. */
  private boolean isRight(String name, byte[] script) {
    return switch (ScriptCompiler.compile(name, script)) {
      case Compiled.Right _ -> true;
      case Compiled.Wrong(List<SieveError> errors) -> {
        errors.forEach(error -> session.err().println(name + ": " + error));
        yield false;
      }
    };
  }

  @Command(
      name = "check",
      description = "Say all that is wrong with a script.",
      mixinStandardHelpOptions = true)
  int check(@Parameters(paramLabel = "FILE") String file) throws IOException {
    if (!isRight(file, read(file))) {
      return ExitCode.REFUSED;
    }
    session.out().println(file + " is right");
    return ExitCode.OK;
  }

  private Scripts.Of whose(String address) {
    return address.isEmpty()
        ? new Scripts.Everybody(TenantId.FIRST)
        : new Scripts.Account(session.account(address).id());
  }

  @Command(
      name = "list",
      description = "Show the scripts of an account, or those for all.",
      mixinStandardHelpOptions = true)
  int list(@Parameters(paramLabel = "ADDRESS", arity = "0..1", defaultValue = "") String address) {
    for (Scripts.Listed script : session.core().post().scripts().list(whose(address))) {
      session.out().println(script.name() + (script.active() ? "  runs" : ""));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "put",
      description = "Keep a script for an account, or for all; it runs when that is said, too.",
      mixinStandardHelpOptions = true)
  int put(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "FILE") String file,
      @Option(names = "--account", paramLabel = "ADDRESS", defaultValue = "") String address,
      @Option(names = "--run", description = "Make it the script that runs.") boolean run)
      throws IOException {
    byte[] script = read(file);
    if (!isRight(file, script)) {
      return ExitCode.REFUSED;
    }
    if (run && address.isEmpty()) {
      session.err().println("mailstead: what runs for all is said by \"sieve order\"");
      return ExitCode.USAGE;
    }
    Scripts scripts = session.core().post().scripts();
    scripts.put(whose(address), name, script);
    if (run) {
      scripts.activate(session.account(address).id(), name);
    }
    return ExitCode.OK;
  }

  @Command(
      name = "order",
      description = {
        "Say which scripts run for all, before and after everybody's own, and which one when",
        "something happens in a mailbox that names none (IMAP, /shared/imapsieve/script)."
      },
      mixinStandardHelpOptions = true)
  int order(
      @Option(names = "--before", paramLabel = "NAME", split = ",") @Nullable List<String> before,
      @Option(names = "--after", paramLabel = "NAME", split = ",") @Nullable List<String> after,
      @Option(names = "--events", paramLabel = "NAME") @Nullable String events) {
    session
        .core()
        .post()
        .scripts()
        .order(
            TenantId.FIRST, before == null ? List.of() : before, after == null ? List.of() : after);
    session.core().queue().events().order(Optional.ofNullable(events));
    return ExitCode.OK;
  }
}
