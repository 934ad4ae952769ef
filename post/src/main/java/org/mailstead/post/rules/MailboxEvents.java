package org.mailstead.post.rules;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.Annotation;
import org.mailstead.post.AnnotationName;
import org.mailstead.post.Annotations;
import org.mailstead.post.Email;
import org.mailstead.post.FlagChange;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Scripts;
import org.mailstead.post.Snoozes;
import org.mailstead.rules.Action;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.Outcome;
import org.mailstead.rules.Program;
import org.mailstead.rules.Rule;
import org.mailstead.rules.RuleLimits;
import org.mailstead.rules.Rules;
import org.mailstead.rules.Surroundings;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/**
 * Runs the scripts that people want run when something happens in their mailboxes (RFC 6785). What
 * a script does is no event: no script can keep itself going. The command that led to it has been
 * done before and stands, whatever becomes of the script.
 */
public final class MailboxEvents {
  private static final System.Logger LOG = System.getLogger(MailboxEvents.class.getName());

  /** Names a mailbox's script (RFC 6785 section 2.3.1). */
  public static final String ENTRY = "/shared/imapsieve/script";

  private static final AnnotationName SCRIPT = AnnotationName.parse(ENTRY).orElseThrow();

  /** Writes what no user may. */
  private static final AccountId OPERATOR = new AccountId(Long.MAX_VALUE);

  private final Post post;
  private final Snoozes snoozes;
  private final Directory directory;
  private final String hostname;
  private final InstantSource clock;
  private final BiConsumer<AccountId, QueuedMail> outgoing;
  private final Programs compiled = new Programs();

  /**
   * @param outgoing takes what the scripts of an account send
   */
  public MailboxEvents(
      Post post,
      Snoozes snoozes,
      Directory directory,
      String hostname,
      InstantSource clock,
      BiConsumer<AccountId, QueuedMail> outgoing) {
    this.post = post;
    this.snoozes = snoozes;
    this.directory = directory;
    this.hostname = hostname;
    this.clock = clock;
    this.outgoing = outgoing;
  }

  /** A mailbox's script. */
  @FunctionalInterface
  public interface Watching {
    /** Runs it. */
    void happened(MailboxEvent event);
  }

  /** The script of a mailbox; empty when nothing is to be run, which is nearly always. */
  public Optional<Watching> of(AccountId owner, MailboxId mailbox) {
    return program(owner, mailbox).map(program -> event -> run(program, event));
  }

  private Optional<Program> program(AccountId owner, MailboxId mailbox) {
    return script(owner, mailbox)
        .flatMap(script ->
            switch (compiled.of(script)) {
              case Compiled.Right(Program program) -> Optional.of(program);
              case Compiled.Wrong(var errors) -> {
                LOG.log(WARNING, "script {0} of account={1}: {2}", script.name(), owner, errors);
                yield Optional.empty();
              }
            });
  }

  private Optional<Scripts.Script> script(AccountId owner, MailboxId mailbox) {
    Optional<byte[]> named = note(Annotations.Subject.mailbox(owner, mailbox, owner));
    if (named.isEmpty()) {
      return everybodys(owner);
    }
    // Once the mailbox names one, be it empty or missing, nothing else stands in for it.
    return find(new Scripts.Account(owner), new String(named.get(), UTF_8));
  }

  private Optional<Scripts.Script> everybodys(AccountId owner) {
    Optional<byte[]> named = note(Annotations.Subject.server(owner));
    return named.isEmpty()
        ? Optional.empty()
        : find(
            new Scripts.Everybody(directory.tenant(owner).orElse(TenantId.FIRST)),
            new String(named.get(), UTF_8));
  }

  private Optional<byte[]> note(Annotations.Subject subject) {
    return post.annotations().get(subject, List.of(SCRIPT)).stream()
        .findFirst()
        .flatMap(Annotation::value);
  }

  private Optional<Scripts.Script> find(Scripts.Of whose, String name) {
    return name.isEmpty()
        ? Optional.empty()
        : post.scripts().find(whose, name).map(text -> new Scripts.Script(name, text));
  }

  /**
   * Says which of the scripts for all runs where a mailbox names none.
   *
   * @param name empty for none
   * @throws Refused NOT_FOUND
   */
  public void order(Optional<String> name) {
    if (name.isPresent() && find(new Scripts.Everybody(TenantId.FIRST), name.get()).isEmpty()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "script.missing", name.get());
    }
    var note = new Annotation(SCRIPT, name.map(text -> text.getBytes(UTF_8)));
    post.annotations().set(Annotations.Subject.server(OPERATOR), List.of(note), 0);
  }

  private void run(Program program, MailboxEvent event) {
    try {
      Optional<Account> owner = directory.account(event.owner());
      MailboxView view = post.view(event.owner(), event.mailbox());
      int at = view.indexOf(event.uid());
      if (owner.isPresent() && at >= 0) {
        run(program, event, owner.get(), view.get(at));
      }
    } catch (Refused | IOException e) {
      LOG.log(WARNING, "the script of " + event.cause() + " in account=" + event.owner(), e);
    }
  }

  private void run(Program program, MailboxEvent event, Account owner, Member member)
      throws IOException {
    Email email = post.emails().get(owner.id(), member.email());
    Set<String> flags = Set.copyOf(post.keywords(owner.id()).names(member.flags()));
    NewMessage message =
        post.copies().message(owner.id(), email, owner.id(), flags, member.internalDate());
    ByteSource octets = post.emails().bytes(owner.id(), email);
    Outcome outcome = Rules.event(program, octets, flags, around(event, owner, message));
    if (outcome.failure().isPresent()) {
      LOG.log(INFO, "script of account={0} failed: {1}", owner.id(), outcome.failure().get());
      return;
    }
    String key =
        "event-%s-%s-%d-%d".formatted(owner.id(), event.mailbox(), event.uid(), member.modseq())
            + event.cause().name().toLowerCase(Locale.ROOT);
    var arrival =
        new Arrival(owner.id(), Optional.of(owner.address()), owner.address(), message, key, false);
    carryOut(outcome, arrival, owner, octets);
    keep(outcome, event, flags);
  }

  private Surroundings around(MailboxEvent event, Account owner, NewMessage message) {
    var outside = new AccountSurroundings(post, owner, hostname);
    return new Surroundings(
        clock,
        ZoneId.systemDefault(),
        outside,
        key -> post.ruleMemory().knows(owner.id(), AccountSurroundings.tracked(key)),
        new NoLists(),
        new ArrivedVerdict(message.reasons()),
        item -> fact(item, event).or(() -> outside.fact(item)),
        outside::script,
        RuleLimits.DEFAULT);
  }

  // RFC 6785 section 4
  private Optional<String> fact(String item, MailboxEvent event) {
    return switch (item) {
      case "location" -> Optional.of("MS");
      case "phase" -> Optional.of("post");
      case "imap.user", "imap.email" ->
          directory.account(event.actor()).map(account -> account.address().toString());
      case "imap.cause" -> Optional.of(event.cause().name());
      case "imap.mailbox" ->
          post.mailboxes()
              .tree(event.owner())
              .find(event.mailbox())
              .map(post.mailboxes().tree(event.owner())::path);
      case "imap.changedflags" -> Optional.of(String.join(" ", event.changed()));
      case String _ -> Optional.empty();
    };
  }

  /** Copies and what is sent; what the message itself becomes is decided after. */
  private void carryOut(Outcome outcome, Arrival arrival, Account owner, ByteSource octets)
      throws IOException {
    var others =
        outcome.actions().stream()
            .filter(action -> !(action instanceof Action.Keep))
            .collect(Collectors.toList());
    var work =
        new CarryingOut(
            post, snoozes, directory, hostname, clock, arrival, owner, octets, Rule::toString);
    work.all(new Outcome(others, outcome.tracked(), Optional.empty()));
    work.outgoing().forEach(mail -> outgoing.accept(owner.id(), mail));
    if (!work.placings().isEmpty() || !work.remembered().isEmpty()) {
      post.delivery().place(owner.id(), work.placings(), arrival.key(), false, work.remembered());
    }
    LOG.log(
        INFO,
        "event account={0} copies={1} sent={2}",
        owner.id(),
        work.placings().size(),
        work.outgoing().size());
  }

  /** RFC 6785 section 2.2.4: what a script does not keep is marked, and its owner removes it. */
  private void keep(Outcome outcome, MailboxEvent event, Set<String> flags) {
    Optional<Set<String>> kept =
        outcome.actions().stream()
            .flatMap(action ->
                action instanceof Action.Keep keep
                    ? Optional.of(keep.flags()).stream()
                    : Optional.<Set<String>>empty().stream())
            .findFirst();
    if (kept.isEmpty()) {
      change(event, new FlagChange(FlagChange.Mode.ADD, Set.of("\\Deleted")));
    } else if (!folded(kept.get()).equals(folded(flags))) {
      change(event, new FlagChange(FlagChange.Mode.REPLACE, kept.get()));
    }
  }

  private static Set<String> folded(Set<String> flags) {
    return flags.stream().map(flag -> flag.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private void change(MailboxEvent event, FlagChange change) {
    post.messages()
        .flag(event.owner(), event.mailbox(), List.of(event.uid()), change, OptionalLong.empty());
  }
}
