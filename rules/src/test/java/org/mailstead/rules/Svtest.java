package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.sieve.SieveArgument;
import org.mailstead.formats.sieve.SieveCommand;
import org.mailstead.formats.sieve.SieveLimits;
import org.mailstead.formats.sieve.SieveParser;
import org.mailstead.formats.sieve.SieveSyntaxException;
import org.mailstead.formats.sieve.SieveTest;

/**
 * Runs a test script of another Sieve: Sieve itself with commands that set a message, run scripts
 * and look at what became of it. Standard commands go through our compiler and interpreter one by
 * one, so that the test script is a script under test, too.
 */
final class Svtest {
  /** A test that says what went wrong. */
  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String why) {
      super(why, null, false, false);
    }
  }

  /** A test of what only that server has. */
  private static final class Foreign extends RuntimeException {
    private static final long serialVersionUID = 1;

    Foreign(String what) {
      super(what, null, false, false);
    }
  }

  /** What became of a test. */
  record Verdict(String test, String outcome) {
    boolean passed() {
      return outcome.equals("passed");
    }

    boolean skipped() {
      return outcome.startsWith("skipped");
    }
  }

  private static final RuleLimits LIMITS =
      new RuleLimits(100_000, 200_000_000, 256, 4000, 10, 32, 4);

  private final Path file;
  private final Dialect dialect = new Dialect();
  private final ControlCompiler compiler = new ControlCompiler(dialect);
  private final TestCompiler tests = new TestCompiler(dialect);
  private final List<Verdict> verdicts = new ArrayList<>();
  private final Map<String, List<Content>> mailboxes = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, String> notes = new HashMap<>();
  private final Scene scene;
  private Mail mail = new Mail(ByteSource.of("Subject: none\r\n\r\n".getBytes(UTF_8)));
  private Map<String, String> envelope =
      new HashMap<>(Map.of("from", "sender@example.com", "to", "recipient@example.com"));
  private Decisions decisions = new Decisions(LIMITS);
  private Optional<Run> run = Optional.empty();
  private Optional<Evaluation> evaluation = Optional.empty();
  private Optional<Program> compiled = Optional.empty();
  private Optional<Surroundings> around = Optional.empty();

  private Svtest(Path file) {
    this.file = file;
    this.scene =
        new Scene(
            new Program("test", List.of(), Set.of()),
            new Variables(LIMITS, new HashMap<>()),
            new FlagList(List.of()),
            new ArrayList<>());
    mailboxes.put("INBOX", new ArrayList<>());
  }

  static List<Verdict> run(Path file) throws IOException {
    var test = new Svtest(file);
    try {
      test.whole(SieveParser.parse(Files.readAllBytes(file), SieveLimits.DEFAULT));
    } catch (Foreign e) {
      test.verdicts.add(new Verdict("*", "skipped: " + e.getMessage()));
    } catch (Wrong | Failed e) {
      test.verdicts.add(new Verdict("*", "failed: " + e.getMessage()));
    } catch (SieveSyntaxException e) {
      test.verdicts.add(new Verdict("*", "failed: " + e.getMessage()));
    }
    return test.verdicts;
  }

  private void whole(List<SieveCommand> commands) {
    for (int i = 0; i < commands.size(); i++) {
      SieveCommand command = commands.get(i);
      if (command.name().equals("test")) {
        verdicts.add(new Verdict(first(command.arguments()), test(command)));
      } else if (command.name().equals("require")) {
        require(command);
      } else if (!command.name().startsWith("els")) {
        int end = i + 1;
        while (end < commands.size() && commands.get(end).name().startsWith("els")) {
          end++;
        }
        block(commands.subList(i, end));
      }
    }
  }

  private void require(SieveCommand command) {
    var known = new ArrayList<>(((SieveArgument.Strings) command.arguments().getFirst()).list());
    known.removeIf(name -> name.value().equals("vnd.dovecot.testsuite"));
    for (var name : known) {
      if (!Extensions.isKnown(name.value())) {
        throw new Foreign(name.value());
      }
      dialect.require(name.value());
    }
  }

  private static String first(List<SieveArgument> arguments) {
    return ((SieveArgument.Strings) arguments.getFirst()).list().getFirst().value();
  }

  private String test(SieveCommand command) {
    int errors = dialect.errors().size();
    try {
      block(command.block().orElseThrow());
    } catch (Wrong e) {
      return "failed: " + e.getMessage();
    } catch (Failed e) {
      return "failed: run: " + e.place() + " " + e.why();
    } catch (Foreign e) {
      return "skipped: " + e.getMessage();
    }
    return dialect.errors().size() == errors ? "passed" : "failed: " + dialect.errors().getLast();
  }

  private Run.Flow block(List<SieveCommand> commands) {
    for (int i = 0; i < commands.size(); i++) {
      SieveCommand command = commands.get(i);
      Run.Flow flow = Run.Flow.ON;
      if (command.name().equals("if")) {
        int end = i + 1;
        while (end < commands.size() && commands.get(end).name().startsWith("els")) {
          end++;
        }
        flow = choice(commands.subList(i, end));
        i = end - 1;
      } else {
        flow = command(command);
      }
      if (flow != Run.Flow.ON) {
        return flow;
      }
    }
    return Run.Flow.ON;
  }

  private Run.Flow choice(List<SieveCommand> branches) {
    Set<String> before = dialect.snapshot();
    try {
      for (SieveCommand branch : branches) {
        if (branch.tests().isEmpty() || holds(branch.tests().getFirst())) {
          return block(branch.block().orElseThrow());
        }
      }
      return Run.Flow.ON;
    } finally {
      dialect.restore(before);
    }
  }

  private boolean holds(SieveTest test) {
    return switch (test.name()) {
      case "not" -> !holds(test.tests().getFirst());
      case "allof" -> test.tests().stream().allMatch(this::holds);
      case "anyof" -> test.tests().stream().anyMatch(this::holds);
      case "test_script_compile" -> compile(arguments(test));
      case "test_script_run" -> script(arguments(test));
      case "test_result_execute" -> execute();
      case "test_result_action" -> resultAction(arguments(test));
      case "test_multiscript" -> several(arguments(test));
      case "test_message" -> message(arguments(test));
      case "test_error" -> throw new Foreign("the words of errors");
      case String name when name.startsWith("test_") -> throw new Foreign(name);
      case String _ -> {
        int errors = dialect.errors().size();
        Condition condition = tests.condition(test);
        right(errors);
        yield evaluation().holds(condition, scene);
      }
    };
  }

  private void right(int errors) {
    if (dialect.errors().size() > errors) {
      throw new Wrong("compile: " + dialect.errors().getLast());
    }
  }

  private Arguments arguments(SieveTest test) {
    return new Arguments(dialect, test.name(), test.place(), test.arguments());
  }

  private String text(Text text) {
    return scene.variables().text(text);
  }

  private Run.Flow command(SieveCommand command) {
    var in = new Arguments(dialect, command.name(), command.place(), command.arguments());
    switch (command.name()) {
      case "test_fail" -> throw new Wrong(command.place() + ": " + text(in.text("why")));
      case "test_set" -> set(text(in.text("what")), text(in.text("value")));
      case "test_config_set" -> {
        String setting = text(in.text("what"));
        in.takeAll();
        if (!setting.matches("sieve_variables_.*|sieve_user_email|sieve_(notify|redirect).*")) {
          throw new Foreign("the setting " + setting);
        }
      }
      case "test_config_reload", "test_config_unset", "test_result_print" -> {}
      case "test_mailbox_create" -> mailboxes.putIfAbsent(text(in.text("name")), new ArrayList<>());
      case "test_imap_metadata_set" -> {
        String mailbox = in.tagText("mailbox", "").map(this::text).orElse("");
        notes.put(mailbox + text(in.text("name")).toLowerCase(Locale.ROOT), text(in.text("value")));
      }
      case "test_result_reset" -> reset();
      case "test_result_execute" -> execute();
      case "test_message" -> {
        if (!message(in)) {
          throw new Wrong(command.place() + ": no such message");
        }
      }
      case "test_binary_load", "test_binary_save" -> throw new Foreign("binaries");
      case String name when name.startsWith("test_") -> throw new Foreign(name);
      case "foreverypart" -> {
        return loop(command);
      }
      case "break" -> {
        return Run.Flow.BREAK;
      }
      case String _ -> {
        int errors = dialect.errors().size();
        Optional<Step> step = compiler.step(command);
        right(errors);
        return step.map(one -> run().block(List.of(one), scene)).orElse(Run.Flow.ON);
      }
    }
    return Run.Flow.ON;
  }

  private Run.Flow loop(SieveCommand command) {
    if (!command.arguments().isEmpty()) {
      throw new Foreign("loops with names");
    }
    List<PartView> parts =
        scene.loops().isEmpty()
            ? new PartView(mail.base(), mail.structure().body()).all()
            : scene.loops().getLast().inside();
    for (PartView part : parts) {
      scene.loops().add(part);
      Run.Flow flow;
      compiler.enter(Optional.empty());
      try {
        flow = block(command.block().orElseThrow());
      } finally {
        compiler.leave();
        scene.loops().removeLast();
      }
      if (flow == Run.Flow.BREAK) {
        break;
      } else if (flow != Run.Flow.ON) {
        return flow;
      }
    }
    return Run.Flow.ON;
  }

  private void set(String what, String value) {
    if (what.equals("message")) {
      mail = new Mail(ByteSource.of(value.getBytes(UTF_8)));
      scene.flags().remove(scene.flags().all());
    } else if (what.startsWith("envelope.")) {
      String path = value.startsWith("<") ? value.substring(1, value.length() - 1) : value;
      envelope.put(what.substring("envelope.".length()), path);
    } else {
      throw new Foreign(what);
    }
    fresh();
  }

  private void fresh() {
    evaluation = Optional.empty();
    around = Optional.empty();
    run = Optional.empty();
  }

  private void reset() {
    decisions = new Decisions(LIMITS);
    run = Optional.empty();
    scene.flags().remove(scene.flags().all());
    mail = new Mail(mail.content().octets());
    fresh();
  }

  private Surroundings around() {
    if (around.isEmpty()) {
      around = Optional.of(new SvtestWorld(file, mailboxes.keySet(), seen, notes).surroundings());
    }
    return around.get();
  }

  private Evaluation evaluation() {
    if (evaluation.isEmpty()) {
      var budget = new Budget(RuleLimits.DEFAULT);
      evaluation = Optional.of(new Evaluation(mail, Optional.of(mailEnvelope()), around(), budget));
    }
    return evaluation.get();
  }

  private MailEnvelope mailEnvelope() {
    return new MailEnvelope(
        envelope.getOrDefault("from", ""),
        envelope.getOrDefault("to", ""),
        Optional.ofNullable(envelope.get("auth")));
  }

  private Run run() {
    if (run.isEmpty()) {
      run = Optional.of(newRun());
    }
    return run.get();
  }

  private Run newRun() {
    return new Run(mail, evaluation(), around(), new Budget(LIMITS), decisions);
  }

  private boolean compile(Arguments in) {
    Path script = file.resolveSibling(text(in.text("a file")));
    try {
      Compiled made = ScriptCompiler.compile(script.toString(), Files.readAllBytes(script));
      compiled =
          made instanceof Compiled.Right(Program right) ? Optional.of(right) : Optional.empty();
      if (made instanceof Compiled.Wrong(var errors)
          && errors.stream().anyMatch(error -> error.why().contains("is not known"))
          && Files.readString(script).contains("vnd.dovecot")) {
        throw new Foreign("an extension of its own");
      }
      return compiled.isPresent();
    } catch (IOException e) {
      throw new Foreign("no file " + script);
    }
  }

  private boolean script(Arguments in) {
    boolean append = in.flag("append_result");
    Decisions before = decisions;
    run = Optional.empty();
    if (!append) {
      decisions = new Decisions(LIMITS);
    } else {
      decisions.handOn();
    }
    var fresh =
        new Scene(
            compiled.orElseThrow(() -> new Wrong("no script")),
            new Variables(RuleLimits.DEFAULT, new HashMap<>()),
            scene.flags(),
            new ArrayList<>());
    try {
      newRun().program(fresh);
      return true;
    } catch (Failed e) {
      decisions = before;
      return false;
    }
  }

  private boolean several(Arguments in) {
    reset();
    List<Program> programs = new ArrayList<>();
    for (Text name : in.texts("scripts")) {
      Path script = file.resolveSibling(text(name));
      try {
        if (ScriptCompiler.compile(script.toString(), Files.readAllBytes(script))
            instanceof Compiled.Right(Program right)) {
          programs.add(right);
        } else {
          return false;
        }
      } catch (IOException e) {
        throw new Foreign("no file " + script);
      }
    }
    Outcome outcome = Rules.run(programs, mail.content().octets(), mailEnvelope(), around());
    outcome.actions().forEach(this::carryOut);
    return outcome.failure().isEmpty();
  }

  private boolean execute() {
    List<Action> actions = new ArrayList<>(decisions.actions());
    if (decisions.implicitKeep()) {
      actions.add(
          new Action.Keep(new Rule("", 0), Set.copyOf(scene.flags().all()), mail.content()));
    }
    actions.forEach(this::carryOut);
    evaluation().tracked().forEach(tracked -> seen.add(tracked.key()));
    fresh();
    return true;
  }

  private void carryOut(Action action) {
    switch (action) {
      case Action.Keep keep -> box("INBOX").add(flagged(keep.content(), keep.flags()));
      case Action.FileInto into ->
          box(into.into().mailbox()).add(flagged(into.content(), into.into().flags()));
      case Action.Discard _,
          Action.Redirect _,
          Action.Reject _,
          Action.Vacation _,
          Action.Snooze _,
          Action.Notify _ -> {}
    }
  }

  private final IdentityHashMap<Content, Set<String>> flags = new IdentityHashMap<>();

  private List<Content> box(String name) {
    return mailboxes.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  private Content flagged(Content content, Set<String> with) {
    var own = new Content(content.octets(), content.changed());
    flags.put(own, with);
    return own;
  }

  private boolean message(Arguments in) {
    if (in.flag("smtp")) {
      throw new Foreign("what it sends");
    }
    Optional<Text> folder = in.tagText("folder", "");
    List<Content> all = mailboxes.getOrDefault(folder.map(this::text).orElse("INBOX"), List.of());
    int number = (int) in.number("which");
    if (number >= all.size()) {
      return false;
    }
    mail = new Mail(all.get(number).octets());
    scene.flags().remove(scene.flags().all());
    scene.flags().add(flags.getOrDefault(all.get(number), Set.of()));
    fresh();
    return true;
  }

  private boolean resultAction(Arguments in) {
    Index index = new Index(in.tagNumber("index", "").orElse(0L), false);
    Matching matching = new CommonTags(in).matching();
    List<String> keys = scene.variables().texts(in.texts("keys"));
    List<String> names =
        index.of(decisions.actions()).stream()
            .map(action ->
                switch (action) {
                  case Action.Keep _ -> "keep";
                  case Action.FileInto _ -> "store";
                  case Action.Discard _ -> "discard";
                  case Action.Redirect _ -> "redirect";
                  case Action.Reject _ -> "reject";
                  case Action.Vacation _ -> "vacation";
                  case Action.Notify _ -> "notify";
                  case Action.Snooze _ -> "snooze";
                })
            .toList();
    return new Comparison(
            matching,
            keys,
            scene.variables(),
            around().lists(),
            new Budget(RuleLimits.DEFAULT),
            true)
        .holds(names);
  }

  /** For those that tests of ours share. */
  static Surroundings nowhere(InstantSource clock) {
    return new Surroundings(
        clock,
        ZoneOffset.UTC,
        new SvtestWorld(Path.of("x"), Set.of("INBOX"), Set.of(), Map.of()),
        _ -> false,
        new SvtestWorld.NoLists(),
        new Surroundings.Verdicts() {
          @Override
          public OptionalInt spamPercent() {
            return OptionalInt.empty();
          }

          @Override
          public OptionalInt virus() {
            return OptionalInt.empty();
          }
        },
        _ -> Optional.empty(),
        (_, _) -> Optional.empty(),
        RuleLimits.DEFAULT);
  }
}
