package org.mailstead.post.rules;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.Delivery;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Reason;
import org.mailstead.post.Scripts;
import org.mailstead.post.Snoozes;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.MailEnvelope;
import org.mailstead.rules.Outcome;
import org.mailstead.rules.Program;
import org.mailstead.rules.Rule;
import org.mailstead.rules.RuleLimits;
import org.mailstead.rules.Rules;
import org.mailstead.rules.Surroundings;
import org.mailstead.store.Blobs;
import org.mailstead.words.Refused;

/**
 * Delivers as an account's scripts want it. A script can do much with a message, but not lose it by
 * accident: whatever goes wrong, the message is kept in INBOX with the reason beside it.
 */
public final class RuledDelivery {
  private static final System.Logger LOG = System.getLogger(RuledDelivery.class.getName());

  private final Post post;
  private final Snoozes snoozes;
  private final Sweeps sweeps;
  private final Directory directory;
  private final Blobs blobs;
  private final Consumer<QueuedMail> queue;
  private final BiConsumer<String, String> trace;
  private final String hostname;
  private final InstantSource clock;
  private final Programs compiled = new Programs();

  /**
   * Where mail is delivered.
   *
   * @param queue takes what scripts send
   * @param trace is told what scripts do with a message, by its id
   * @param hostname what message ids of ours end with
   */
  public RuledDelivery(
      Post post,
      Snoozes snoozes,
      Sweeps sweeps,
      Directory directory,
      Blobs blobs,
      Consumer<QueuedMail> queue,
      BiConsumer<String, String> trace,
      String hostname,
      InstantSource clock) {
    this.post = post;
    this.snoozes = snoozes;
    this.sweeps = sweeps;
    this.directory = directory;
    this.blobs = blobs;
    this.queue = queue;
    this.trace = trace;
    this.hostname = hostname;
    this.clock = clock;
  }

  /**
   * Delivers.
   *
   * @return the uid of the first copy, or 0 when there is none, or it had been delivered before
   * @throws Refused REFUSED when a script refuses it, with the reason for its sender; OVER_QUOTA,
   *     NO_SPACE, UNAVAILABLE: try again later
   */
  public int deliver(Arrival arrival) {
    sweeps.coming(arrival.account(), arrival.message());
    Optional<Account> account = directory.account(arrival.account());
    Ordered scripts = account.map(this::scripts).orElse(Ordered.NONE);
    if (account.isEmpty() || scripts.isEmpty()) {
      return plainly(arrival, List.of());
    }
    if (post.delivery().isDone(arrival.account(), arrival.key())) {
      return 0;
    }
    if (!scripts.wrong().isEmpty()) {
      return plainly(arrival, List.of(reason("could not be run", scripts.wrong().getFirst())));
    }
    post.mailboxes().provide(arrival.account()); // a script may name what every account has
    ByteSource octets = new ArrivedOctets(arrival.message(), blobs);
    Optional<Outcome> outcome = run(scripts.programs(), octets, arrival, account.get());
    if (outcome.isEmpty()) {
      return plainly(arrival, List.of(reason("could not be run", "an error of this server")));
    }
    return carryOut(outcome.get(), octets, arrival, account.get(), scripts.naming());
  }

  private int plainly(Arrival arrival, List<Reason> reasons) {
    var only =
        new Delivery.Placing(
            Optional.empty(), arrival.message().flags(), arrival.message().because(reasons));
    return post.delivery()
        .place(arrival.account(), List.of(only), arrival.key(), arrival.promised(), List.of());
  }

  private Reason reason(String what, String evidence) {
    return new Reason("rule", what, evidence, clock.instant());
  }

  /** What runs, in its order, and why it cannot. */
  private record Ordered(
      List<Program> programs, List<String> wrong, Function<Rule, String> naming) {
    static final Ordered NONE = new Ordered(List.of(), List.of(), Rule::toString);

    boolean isEmpty() {
      return programs.isEmpty() && wrong.isEmpty();
    }
  }

  private Ordered scripts(Account account) {
    List<Scripts.Script> all = new ArrayList<>(post.scripts().everybodys(account.tenant(), true));
    Optional<OwnRules.Written> own = OwnRules.of(post, account.id());
    own.ifPresent(written -> all.add(written.script()));
    post.scripts().active(account.id()).ifPresent(all::add);
    AwayMessage.script(post, account.id(), clock.instant()).ifPresent(all::add);
    all.addAll(post.scripts().everybodys(account.tenant(), false));
    var programs = new ArrayList<Program>();
    var wrong = new ArrayList<String>();
    for (Scripts.Script script : all) {
      switch (compiled.of(script)) {
        case Compiled.Right(Program program) -> programs.add(program);
        case Compiled.Wrong(var errors) -> wrong.add(script.name() + ": " + errors.getFirst());
      }
    }
    Function<Rule, String> naming =
        own.<Function<Rule, String>>map(written -> written::name).orElse(Rule::toString);
    return new Ordered(programs, wrong, naming);
  }

  /** Empty when we failed, not the script. */
  private Optional<Outcome> run(
      List<Program> programs, ByteSource octets, Arrival arrival, Account account) {
    var envelope =
        new MailEnvelope(
            arrival.from().map(Object::toString).orElse(""),
            arrival.to().toString(),
            Optional.empty());
    try {
      return Optional.of(Rules.run(programs, octets, envelope, around(account, arrival)));
    } catch (RuntimeException | StackOverflowError e) {
      // Also a store that cannot be read for a moment: the message must not wait for a script.
      LOG.log(ERROR, "scripts of account=" + account.id() + " failed", e);
      return Optional.empty();
    }
  }

  private Surroundings around(Account account, Arrival arrival) {
    var outside = new AccountSurroundings(post, account, hostname);
    return new Surroundings(
        clock,
        ZoneId.systemDefault(),
        outside,
        key -> post.ruleMemory().knows(account.id(), AccountSurroundings.tracked(key)),
        new NoLists(),
        new ArrivedVerdict(arrival.message().reasons()),
        outside::fact,
        outside::script,
        RuleLimits.DEFAULT);
  }

  private void tell(Arrival arrival, CarryingOut work) {
    String id = arrival.key().split("/", 2)[0];
    for (Reason reason : work.reasons()) {
      String what = reason.what() + " (rule " + reason.evidence() + ")";
      trace.accept(id, "<" + arrival.to() + "> " + what);
    }
    work.outgoing().forEach(mail -> trace.accept(id, "what a rule sends is " + mail.id()));
  }

  private int carryOut(
      Outcome outcome,
      ByteSource octets,
      Arrival arrival,
      Account account,
      Function<Rule, String> naming) {
    try {
      var work =
          new CarryingOut(
              post, snoozes, directory, hostname, clock, arrival, account, octets, naming);
      work.all(outcome);
      if (!work.placings().isEmpty()) {
        post.delivery()
            .check(arrival.account()); // before anything is sent that a retry sends again
      }
      // First what leaves, under ids that a second try repeats; then the commit that ends it.
      work.outgoing().forEach(queue);
      tell(arrival, work);
      LOG.log(
          INFO,
          "ruled account={0} actions={1} sent={2}",
          arrival.account(),
          outcome.actions().size(),
          work.outgoing().size());
      return post.delivery()
          .place(
              arrival.account(),
              work.placings(),
              arrival.key(),
              arrival.promised(),
              work.remembered());
    } catch (IOException e) {
      LOG.log(ERROR, "actions of account=" + account.id() + " failed", e);
      return plainly(
          arrival, List.of(reason("could not be carried out", "an error of this server")));
    }
  }
}
