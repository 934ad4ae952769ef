package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code mailstead licences}: what this program is made of, and under which terms. */
@Command(
    name = "licences",
    description = "Show the licence of this program and of each library in it.",
    mixinStandardHelpOptions = true)
final class LicencesCommand implements Callable<Integer> {
  /** The build writes it, from what the libraries say of themselves; ours are among them. */
  static final String LIST = "/THIRD-PARTY.txt";

  private final Session session;

  LicencesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    session.out().println("Mailstead " + Version.text() + ": Apache-2.0");
    session.out().print(list());
    session.out().println("The texts lie in the libraries' jars, under META-INF.");
    return ExitCode.OK;
  }

  /**
   * A line for each library: its licences in brackets, any of which may be chosen, and its name.
   */
  static String list() throws IOException {
    try (var in = LicencesCommand.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IOException("this build has no list of its libraries");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("(") && !line.contains("org.mailstead:"))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }
  }
}
