package org.mailstead.server;

import java.io.IOException;
import org.mailstead.filter.dmarc.PublicSuffixes;
import picocli.CommandLine.Command;

/** {@code mailstead data …}. */
@Command(
    name = "data",
    description = "Lists from elsewhere that this server works with.",
    mixinStandardHelpOptions = true)
final class DataCommands {
  private final Session session;

  DataCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "update",
      description = "Fetch a newer list of public suffixes. It is used from the next start on.",
      mixinStandardHelpOptions = true)
  int update() throws IOException {
    Core core = session.core();
    PublicSuffixes list =
        SuffixList.update(core.home(), core.settings().get(OriginSettings.SUFFIX_LIST));
    session.out().println("the list of public suffixes has " + list.size() + " rules now");
    return ExitCode.OK;
  }
}
