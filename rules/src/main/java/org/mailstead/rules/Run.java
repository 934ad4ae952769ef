package org.mailstead.rules;

import static org.mailstead.rules.SnoozeCompiler.TIME;
import static org.mailstead.rules.SnoozeCompiler.WEEKDAY;
import static org.mailstead.rules.SnoozeCompiler.ZONE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.formats.sieve.Place;

/** Carries out the steps of one script and those it includes. */
final class Run {
  /** How a block ended. */
  enum Flow {
    ON,
    BREAK,
    RETURN,
    STOP
  }

  private final Mail mail;
  private final Evaluation evaluation;
  private final Surroundings around;
  private final Budget budget;
  private final Decisions decisions;
  private final Surgery surgery;
  private final Set<String> included = new HashSet<>();
  private final List<String> open = new ArrayList<>();
  private Optional<String> leaving = Optional.empty();
  private String script = "";

  Run(Mail mail, Evaluation evaluation, Surroundings around, Budget budget, Decisions decisions) {
    this.mail = mail;
    this.evaluation = evaluation;
    this.around = around;
    this.budget = budget;
    this.decisions = decisions;
    this.surgery = new Surgery(mail);
  }

  /** What only answers new mail (RFC 6785 section 3.11). */
  private static final List<String> DELIVERY_ONLY =
      List.of("reject", "ereject", "vacation", "vacation-seconds", "snooze");

  void program(Scene whole) {
    checkEvent(whole.program(), new Place(1, 1));
    script = whole.program().name();
    block(whole.program().steps(), whole);
  }

  private void checkEvent(Program program, Place place) {
    if (evaluation.isEvent()) {
      DELIVERY_ONLY.stream()
          .filter(program.required()::contains)
          .findFirst()
          .ifPresent(name -> {
            throw new Failed(place, "\"" + name + "\" is for new mail only");
          });
    }
  }

  /** The rule at a place of the script that runs. */
  Rule rule(Place place) {
    return new Rule(script, place.line());
  }

  Flow block(List<Step> steps, Scene at) {
    for (Step step : steps) {
      Flow flow = step(step, at);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow step(Step step, Scene at) {
    budget.step(step.place());
    return switch (step) {
      case Step.If choice -> choice(choice, at);
      case Step.Stop _ -> Flow.STOP;
      case Step.Return _ -> Flow.RETURN;
      case Step.Break(var _, var name) -> {
        leaving = name;
        yield Flow.BREAK;
      }
      case Step.ForEveryPart loop -> loop(loop, at);
      case Step.Include include -> include(include, at);
      case Step other -> {
        act(other, at);
        yield Flow.ON;
      }
    };
  }

  private Flow choice(Step.If choice, Scene at) {
    for (Step.Branch branch : choice.branches()) {
      if (evaluation.holds(branch.condition(), at)) {
        return block(branch.steps(), at);
      }
    }
    return block(choice.otherwise(), at);
  }

  private Flow loop(Step.ForEveryPart loop, Scene at) {
    if (at.loops().size() >= ControlCompiler.MAX_LOOPS) { // through included scripts
      throw new Failed(loop.place(), ControlCompiler.LOOPS);
    }
    List<PartView> parts =
        at.loops().isEmpty()
            ? new PartView(mail.base(), mail.structure().body()).all()
            : at.loops().getLast().inside();
    Flow flow = Flow.ON;
    for (PartView part : parts) {
      at.loops().add(part);
      flow = block(loop.steps(), at);
      at.loops().removeLast();
      if (flow != Flow.ON) {
        break;
      }
    }
    if (at.loops().isEmpty()) {
      surgery.finish();
    }
    boolean mine = flow == Flow.BREAK && (leaving.isEmpty() || leaving.equals(loop.name()));
    return mine ? Flow.ON : flow;
  }

  private Flow include(Step.Include include, Scene at) {
    String name = at.variables().text(include.name());
    String key = (include.everybodys() ? "global " : "personal ") + name;
    if (include.once() && included.contains(key)) {
      return Flow.ON;
    }
    if (open.size() > around.limits().includes() || open.contains(key)) {
      throw new Failed(include.place(), "scripts include each other too deep: " + name);
    }
    Optional<Compiled> found = around.scripts().find(include.everybodys(), name);
    if (found.isEmpty()) {
      if (include.optional()) {
        return Flow.ON;
      }
      throw new Failed(include.place(), "there is no script \"" + name + "\" to include");
    }
    included.add(key);
    Program program =
        switch (found.get()) {
          case Compiled.Right(Program right) -> right;
          case Compiled.Wrong(var errors) ->
              throw new Failed(
                  include.place(), "the included script is wrong: " + errors.getFirst());
        };
    checkEvent(program, include.place());
    open.add(key);
    script = program.name();
    Flow flow = block(program.steps(), at.into(program));
    script = at.program().name();
    open.removeLast();
    return flow == Flow.RETURN ? Flow.ON : flow;
  }

  private void act(Step step, Scene at) {
    Variables variables = at.variables();
    switch (step) {
      case Step.Keep(Place place, var flags) -> {
        decisions.add(place, new Action.Keep(rule(place), flags(flags, at), mail.content()));
        decisions.cancelKeep();
      }
      case Step.Discard(Place place) -> {
        decisions.add(place, new Action.Discard(rule(place)));
        decisions.cancelKeep();
      }
      case Step.FileInto into -> fileInto(into, at);
      case Step.Redirect redirect -> redirect(redirect, at);
      case Step.Snooze snooze -> snooze(snooze, at);
      case Step.Reject(Place place, Text reason, boolean atOnce) -> {
        var refusal = new Action.Reject(rule(place), variables.text(reason), atOnce);
        if (decisions.add(place, refusal)) {
          decisions.cancelKeep();
        }
      }
      case Step.Vacation vacation -> vacation(vacation, at);
      case Step.Notify inform -> inform(inform, at);
      case Step.Let(Place place, boolean shared, String name, var modifiers, Text value) ->
          variables.set(place, shared, name, Variables.modified(variables.text(value), modifiers));
      case Step.Flags flags -> flags(flags, at);
      case Step.AddHeader add -> addHeader(add, at);
      case Step.DeleteHeader delete -> deleteHeader(delete, at);
      case Step.Share(var _, var names) -> names.forEach(variables::share);
      case Step.Replace replace -> surgery.replace(replace, at);
      case Step.Enclose enclose -> surgery.enclose(enclose, at);
      case Step.ExtractText extract -> extractText(extract, at);
      case Step.Fail(Place place, Text why) -> throw new Failed(place, variables.text(why));
      case Step.If _,
          Step.Stop _,
          Step.Return _,
          Step.Break _,
          Step.ForEveryPart _,
          Step.Include _ ->
          throw new IllegalStateException("is no action");
    }
  }

  private static Set<String> flags(Optional<List<Text>> said, Scene at) {
    return said.map(list -> new FlagList(at.variables().texts(list)))
        .map(FlagList::all)
        .map(Set::copyOf)
        .orElseGet(() -> Set.copyOf(at.flags().all()));
  }

  private Filed filed(Place place, Text mailbox, Step.Filing filing, Scene at) {
    Variables variables = at.variables();
    String name = variables.text(mailbox);
    if (name.isEmpty() || name.length() > 1000 || name.chars().anyMatch(Character::isISOControl)) {
      throw new Failed(place, "this cannot be a mailbox's name");
    }
    return new Filed(
        name,
        flags(filing.flags(), at),
        filing.create(),
        filing.specialUse().map(variables::text),
        filing.id().map(variables::text));
  }

  private void fileInto(Step.FileInto step, Scene at) {
    Filed into = filed(step.place(), step.mailbox(), step.filing(), at);
    boolean inbox =
        into.mailbox().equalsIgnoreCase("INBOX")
            && into.specialUse().isEmpty()
            && into.id().isEmpty();
    Rule rule = rule(step.place());
    decisions.add(
        step.place(),
        inbox
            ? new Action.Keep(rule, into.flags(), mail.content())
            : new Action.FileInto(rule, into, mail.content()));
    if (!step.copy()) {
      decisions.cancelKeep();
    }
  }

  private void redirect(Step.Redirect step, Scene at) {
    Variables variables = at.variables();
    String said = variables.text(step.address());
    List<String> all = step.list() ? around.lists().members(said) : List.of(said);
    for (String each : all) {
      String address =
          Addresses.parse(each)
              .orElseThrow(() -> new Failed(step.place(), ActionCompiler.notAnAddress(each)))
              .toString();
      decisions.add(
          step.place(),
          new Action.Redirect(
              rule(step.place()), address, Reports.dsn(step, variables, around), mail.content()));
    }
    if (!step.copy()) {
      decisions.cancelKeep();
    }
  }

  private void snooze(Step.Snooze step, Scene at) {
    Variables variables = at.variables();
    var waking =
        new Waking(
            variables.texts(step.weekdays()).stream()
                .map(day -> checked(step.place(), day, Waking.isWeekday(day), WEEKDAY))
                .map(Waking::weekday)
                .collect(Collectors.toSet()),
            variables.texts(step.times()).stream()
                .map(time -> Waking.time(time).orElseThrow(() -> new Failed(step.place(), TIME)))
                .toList(),
            step.zone()
                .map(variables::text)
                .map(name -> Waking.zone(name).orElseThrow(() -> new Failed(step.place(), ZONE)))
                .orElse(around.zone()));
    Instant until =
        waking
            .after(around.clock().instant())
            .orElseThrow(() -> new Failed(step.place(), "there is no time to wake up"));
    Text inbox = new Text(step.place(), List.of(new Text.Constant("INBOX")));
    decisions.add(
        step.place(),
        new Action.Snooze(
            rule(step.place()),
            until,
            filed(step.place(), step.mailbox().orElse(inbox), step.filing(), at),
            Set.copyOf(new FlagList(variables.texts(step.add())).all()),
            Set.copyOf(new FlagList(variables.texts(step.remove())).all()),
            mail.content()));
    decisions.cancelKeep();
  }

  private static String checked(Place place, String text, boolean good, String why) {
    if (!good) {
      throw new Failed(place, why);
    }
    return text;
  }

  private void vacation(Step.Vacation step, Scene at) {
    Variables variables = at.variables();
    Optional<String> subject = step.subject().map(variables::text);
    Optional<String> from = step.from().map(variables::text);
    String reason = variables.text(step.reason());
    // RFC 5230 section 4.2: without a handle, different answers are different
    String memory =
        step.handle()
            .map(handle -> "handle\n" + variables.text(handle))
            .orElseGet(() ->
                String.join(
                    "\n",
                    "text",
                    subject.orElse(""),
                    from.orElse(""),
                    Boolean.toString(step.mime()),
                    reason));
    decisions.add(
        step.place(),
        new Action.Vacation(
            rule(step.place()),
            Duration.ofSeconds(step.seconds()),
            subject,
            from,
            variables.texts(step.addresses()),
            step.mime(),
            memory,
            copy(step.place(), step.copy(), at),
            reason));
  }

  private Optional<Filed> copy(Place place, Optional<Step.Copy> copy, Scene at) {
    return copy.map(to -> filed(place, to.mailbox(), to.filing(), at));
  }

  private void inform(Step.Notify step, Scene at) {
    Variables variables = at.variables();
    Mailto method;
    try {
      method = Mailto.parse(variables.text(step.method()));
    } catch (IllegalArgumentException e) {
      throw new Failed(step.place(), String.valueOf(e.getMessage()));
    }
    String importance = step.importance().map(variables::text).orElse("2");
    decisions.add(
        step.place(),
        new Action.Notify(
            rule(step.place()),
            method,
            step.from().map(variables::text),
            importance.equals("1") ? 1 : importance.equals("3") ? 3 : 2,
            variables.texts(step.options()),
            step.message().map(variables::text),
            copy(step.place(), step.copy(), at)));
  }

  private void flags(Step.Flags step, Scene at) {
    Variables variables = at.variables();
    List<String> said = variables.texts(step.flags());
    Optional<String> name =
        step.variable().map(text -> variables.text(text).toLowerCase(Locale.ROOT));
    FlagList list =
        name.isPresent() ? new FlagList(List.of(variables.get(name.get()))) : at.flags();
    switch (step.change()) {
      case SET -> {
        list.remove(list.all());
        list.add(said);
      }
      case ADD -> list.add(said);
      case REMOVE -> list.remove(said);
    }
    name.ifPresent(variable -> variables.set(step.place(), false, variable, list.text()));
  }

  private void addHeader(Step.AddHeader step, Scene at) {
    String name = at.variables().text(step.name());
    String value = at.variables().text(step.value()).stripTrailing();
    if (!CommonTags.isFieldName(name)) {
      throw new Failed(step.place(), CommonTags.notAField(name));
    }
    if (!Edit.isValue(value)) {
      throw new Failed(step.place(), "no field can have this value");
    }
    if (Edit.mayAdd(name)) {
      budget.work(10L * mail.fields().fields().size());
      mail.add(MailField.of(name, value), step.last());
    }
  }

  private void deleteHeader(Step.DeleteHeader step, Scene at) {
    String name = at.variables().text(step.name());
    if (!Edit.mayDelete(name)) {
      return; // RFC 5293 section 5: silently
    }
    List<MailField> found = step.index().of(mail.fields(name));
    List<String> patterns = at.variables().texts(step.patterns());
    var comparison =
        new Comparison(step.matching(), patterns, at.variables(), around.lists(), budget, false);
    boolean counts = step.matching().type() instanceof Matching.Count;
    List<MailField> gone =
        patterns.isEmpty()
            ? found
            : counts
                ? comparison.holds(found.stream().map(MailField::text).toList()) ? found : List.of()
                : found.stream().filter(field -> comparison.holds(List.of(field.text()))).toList();
    mail.remove(gone);
  }

  private void extractText(Step.ExtractText step, Scene at) {
    int room = around.limits().value();
    int max = (int) Math.min(step.first().orElse((long) room), room);
    String text = at.loops().isEmpty() ? "" : at.loops().getLast().text(Math.max(1, max));
    budget.work(text.length());
    String lines = text.replace("\n", "\r\n");
    String cut = lines.length() > max ? lines.substring(0, max) : lines;
    at.variables().set(step.place(), false, step.name(), Variables.modified(cut, step.modifiers()));
  }
}
