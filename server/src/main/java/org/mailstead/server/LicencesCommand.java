package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

  /** The same of what the pages bring along, with the texts. */
  static final String PAGES = "/webmail/licences.txt";

  /** What begins a licence's text in that: licence, name and version. */
  private static final Pattern PACKAGE = Pattern.compile("\\([^()]+\\) [@\\w./-]+ \\d[\\w.-]*");

  private final Session session;

  LicencesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    session.out().println("Mailstead " + Version.text() + ": Apache-2.0");
    session.out().print(list());
    session.out().println("The texts lie in the libraries' jars, under META-INF; those of the");
    session.out().println("pages' libraries are at /licences.txt of the web server.");
    return ExitCode.OK;
  }

  /**
   * A line for each library: its licences in brackets, any of which may be chosen, and its name.
   */
  static String list() throws IOException {
    return lines(LIST, line -> line.startsWith("(") && !line.contains("org.mailstead:")) + pages();
  }

  /** Those of the pages. */
  static String pages() throws IOException {
    return lines(PAGES, line -> PACKAGE.matcher(line).matches());
  }

  private static String lines(String resource, Predicate<String> such) throws IOException {
    try (var in = LicencesCommand.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("this build has no list of its libraries");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(String::strip)
          .filter(such)
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }
  }
}
