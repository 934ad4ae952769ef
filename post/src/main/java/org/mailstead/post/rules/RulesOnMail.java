package org.mailstead.post.rules;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.EmailEdit;
import org.mailstead.post.Post;
import org.mailstead.rules.Action;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.Filed;
import org.mailstead.rules.Outcome;
import org.mailstead.rules.Program;
import org.mailstead.rules.RuleLimits;
import org.mailstead.rules.Rules;
import org.mailstead.rules.ScriptCompiler;
import org.mailstead.rules.Surroundings;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What {@link OwnRules rules} would do to mail that is there already. Nothing is sent: who sent a
 * message long ago is told nothing now, and nobody gets old mail sent on.
 */
public final class RulesOnMail {
  private final Post post;
  private final Directory directory;
  private final InstantSource clock;

  public RulesOnMail(Post post, Directory directory, InstantSource clock) {
    this.post = post;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Rules, ready to be run on an account's mail.
   *
   * @throws Refused INVALID for what is no rule, NOT_FOUND for the account
   */
  public Ready ready(AccountId account, OwnRules.Written rules) {
    Account found =
        directory
            .account(account)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing"));
    return switch (ScriptCompiler.compile(rules.script().name(), rules.script().text())) {
      case Compiled.Right(Program program) -> new Ready(found, program);
      case Compiled.Wrong(var errors) ->
          throw new Refused(Problem.Kind.INVALID, "rules.wrong", errors.getFirst().toString());
    };
  }

  /** Rules that can be run. */
  public final class Ready {
    private final Account account;
    private final Program program;
    private final AccountSurroundings outside;

    private Ready(Account account, Program program) {
      this.account = account;
      this.program = program;
      this.outside = new AccountSurroundings(post, account, "");
    }

    /**
     * What becomes of an email; empty when no rule does anything to it.
     *
     * @throws Refused NOT_FOUND for one that is gone for good
     */
    public Optional<EmailEdit> edit(AccountEmail email) {
      Set<String> flags = Set.copyOf(post.keywords(account.id()).names(email.flags()));
      Email row = post.emails().get(account.id(), email.number());
      ByteSource octets = post.emails().bytes(account.id(), row);
      Outcome outcome = Rules.event(program, octets, flags, around(row));
      if (outcome.failure().isPresent()) {
        throw new Refused(Problem.Kind.INVALID, "rules.failed", outcome.failure().get().why());
      }
      return edit(email, flags, outcome.actions());
    }

    private Surroundings around(Email email) {
      return new Surroundings(
          clock,
          ZoneId.systemDefault(),
          outside,
          _ -> false,
          new NoLists(),
          new ArrivedVerdict(email.details().reasons()),
          outside::fact,
          outside::script,
          RuleLimits.DEFAULT);
    }

    private Optional<EmailEdit> edit(AccountEmail email, Set<String> flags, List<Action> actions) {
      Set<MailboxId> into = new HashSet<>();
      Set<String> wanted = new HashSet<>(flags);
      boolean stays = false;
      for (Action action : actions) {
        switch (action) {
          case Action.Keep(_, var some, _) -> {
            stays = true;
            wanted.addAll(some);
          }
          case Action.FileInto(_, Filed filed, _) -> {
            Optional<MailboxId> mailbox = outside.find(filed);
            mailbox.ifPresent(into::add);
            stays |= mailbox.isEmpty();
            wanted.addAll(filed.flags());
          }
          case Action.Redirect _ -> {} // nothing is sent
          case Action.Snooze _,
              Action.Discard _,
              Action.Reject _,
              Action.Vacation _,
              Action.Notify _ ->
              throw new IllegalStateException("no rule does " + action);
        }
      }
      Set<MailboxId> now = Set.copyOf(email.mailboxes());
      Set<MailboxId> places = new HashSet<>(into);
      if (stays || into.isEmpty()) {
        places.addAll(now);
      }
      Set<String> more = new HashSet<>(wanted);
      more.removeAll(flags);
      if (places.equals(now) && more.isEmpty()) {
        return Optional.empty();
      }
      EmailEdit.Change<MailboxId> change =
          places.equals(now) ? EmailEdit.Change.none() : EmailEdit.Change.to(places);
      return Optional.of(
          new EmailEdit(email.number(), change, EmailEdit.Change.by(more, Set.of())));
    }
  }
}
