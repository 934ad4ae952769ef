package org.mailstead.server;

import java.util.concurrent.Callable;
import org.mailstead.identity.Account;
import org.mailstead.post.Email;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.Reason;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mailstead why}: what was decided about a message, by whom and on what evidence. */
@Command(
    name = "why",
    description = "Show why a message is where it is: each decision with its reason.",
    mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "ADDRESS")
  private String address = "";

  @Parameters(index = "1", paramLabel = "MAILBOX", defaultValue = "INBOX", arity = "0..1")
  private String path = "INBOX";

  @Parameters(
      index = "2",
      paramLabel = "UID",
      defaultValue = "0",
      arity = "0..1",
      description = "The message's uid; without it, the newest.")
  private int uid;

  WhyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var post = session.core().post();
    Account account = session.account(address);
    Mailbox mailbox =
        post.mailboxes()
            .tree(account.id())
            .find(path)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", path));
    MailboxView view = post.view(account.id(), mailbox.id());
    int index = uid == 0 ? view.size() - 1 : view.indexOf(uid);
    if (index < 0) {
      throw new Refused(Problem.Kind.NOT_FOUND, "message.missing", Integer.toString(uid));
    }
    Member member = view.get(index);
    Email email = post.emails().get(account.id(), member.email());
    session
        .out()
        .printf(
            "%s, uid %d, %d octets, came %s%n  %s%n",
            path, member.uid(), email.size(), email.details().received(), email.preview());
    for (Reason reason : email.details().reasons()) {
      session
          .out()
          .printf("%s  %s: %s  %s%n", reason.at(), reason.who(), reason.what(), reason.evidence());
    }
    if (email.details().reasons().isEmpty()) {
      session.out().println("put there by a mail program or an import; nothing was decided");
    }
    return ExitCode.OK;
  }
}
