package org.mailstead.server;

import org.mailstead.identity.Account;
import org.mailstead.post.Emptying;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead mailbox …}. */
@Command(
    name = "mailbox",
    description = "What lies in people's mailboxes.",
    mixinStandardHelpOptions = true)
final class MailboxCommands {
  private final Session session;

  MailboxCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "empty",
      description = {
        "Remove all messages of a mailbox; what arrives meanwhile stays.",
        "It goes on after a crash, and when this command is ended: see mailstead job."
      },
      mixinStandardHelpOptions = true)
  int empty(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "MAILBOX") String path,
      @Option(names = "--yes", description = "Yes, remove them.") boolean yes) {
    Account account = session.account(address);
    Post post = session.core().post();
    MailboxTree tree = post.mailboxes().tree(account.id());
    Mailbox mailbox =
        tree.find(path)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", path));
    String subject = tree.path(mailbox) + " of " + account.address();
    if (!yes) {
      long messages = post.mailboxes().state(account.id(), mailbox.id()).messages();
      return session.unsure("this removes the " + messages + " messages of " + subject);
    }
    return session.finish(Emptying.job(post, account.id(), mailbox.id(), subject));
  }
}
