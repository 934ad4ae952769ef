package org.mailstead.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.sieve.Place;
import org.mailstead.formats.sieve.SieveArgument;
import org.mailstead.formats.sieve.SieveCommand;
import org.mailstead.formats.sieve.SieveText;

/** Checks commands: the control structures here (RFC 5228 section 3), the actions elsewhere. */
final class ControlCompiler {
  /** Loops inside each other; RFC 5703 section 3 asks for four. */
  static final int MAX_LOOPS = 4;

  static final String LOOPS = "loops lie more than " + MAX_LOOPS + " deep";

  private static final Set<String> ALTERNATIVES = Set.of("elsif", "else");

  private final Dialect dialect;
  private final TestCompiler tests;
  private final ActionCompiler actions;
  private final List<Optional<String>> loops = new ArrayList<>();
  private final Set<String> own = new HashSet<>();
  private final Set<String> shared = new HashSet<>();

  ControlCompiler(Dialect dialect) {
    this.dialect = dialect;
    this.tests = new TestCompiler(dialect);
    this.actions = new ActionCompiler(dialect);
  }

  /** A whole script: what is required, then the rest. */
  List<Step> script(List<SieveCommand> commands) {
    int first = 0;
    while (first < commands.size() && commands.get(first).name().equals("require")) {
      require(commands.get(first++));
    }
    return block(commands.subList(first, commands.size()));
  }

  // require <capabilities: string-list>
  void require(SieveCommand command) {
    noTest(command);
    noBlock(command);
    if (command.arguments().size() != 1
        || !(command.arguments().getFirst() instanceof SieveArgument.Strings strings)) {
      dialect.error(command.place(), "\"require\" needs the names of extensions");
      return;
    }
    for (SieveText name : strings.list()) {
      if (Extensions.isKnown(name.value())) {
        dialect.require(name.value());
      } else {
        dialect.error(name.place(), "the extension \"" + name.value() + "\" is not known");
      }
    }
  }

  List<Step> block(List<SieveCommand> commands) {
    var steps = new ArrayList<Step>();
    int i = 0;
    while (i < commands.size()) {
      if (commands.get(i).name().equals("if")) {
        int end = i + 1;
        while (end < commands.size() && ALTERNATIVES.contains(commands.get(end).name())) {
          end++;
        }
        steps.add(choice(commands.subList(i, end)));
        i = end;
      } else {
        step(commands.get(i++)).ifPresent(steps::add);
      }
    }
    return steps;
  }

  // if <test1> <block1> *[elsif <test2> <block2>] [else <block3>]
  private Step choice(List<SieveCommand> commands) {
    var branches = new ArrayList<Step.Branch>();
    List<Step> otherwise = List.of();
    boolean closed = false;
    boolean dead = false; // what follows an "ihave" that is true is never run
    for (SieveCommand each : commands) {
      if (closed) {
        dialect.error(each.place(), "nothing can follow \"else\"");
      }
      Set<String> before = dialect.snapshot();
      if (each.name().equals("else")) {
        noTest(each);
        noArguments(each);
        otherwise = dead ? List.of() : block(inside(each));
        closed = true;
      } else if (!dead) {
        noArguments(each);
        Condition condition = test(each);
        List<Step> steps = Known.isFalse(condition) ? List.of() : block(inside(each));
        branches.add(new Step.Branch(condition, steps));
        dead = Known.isTrue(condition);
      }
      dialect.restore(before);
    }
    return new Step.If(commands.getFirst().place(), branches, otherwise);
  }

  private Condition test(SieveCommand command) {
    if (command.tests().size() != 1) {
      dialect.error(command.place(), "one test must follow \"" + command.name() + "\"");
      return new Condition.Constant(command.place(), false);
    }
    return tests.condition(command.tests().getFirst());
  }

  private List<SieveCommand> inside(SieveCommand command) {
    if (command.block().isEmpty()) {
      dialect.error(command.place(), "a block must follow \"" + command.name() + "\"");
    }
    return command.block().orElse(List.of());
  }

  private void noBlock(SieveCommand command) {
    if (command.block().isPresent()) {
      dialect.error(command.place(), "no block can follow \"" + command.name() + "\"");
    }
  }

  private void noTest(SieveCommand command) {
    if (!command.tests().isEmpty()) {
      dialect.error(
          command.tests().getFirst().place(), "no test can follow \"" + command.name() + "\"");
    }
  }

  private void noArguments(SieveCommand command) {
    if (!command.arguments().isEmpty()) {
      dialect.error(
          command.arguments().getFirst().place(),
          "no argument can follow \"" + command.name() + "\"");
    }
  }

  /** A command that is no {@code if}; empty when it is not known or does nothing. */
  Optional<Step> step(SieveCommand command) {
    noTest(command);
    var in = new Arguments(dialect, command.name(), command.place(), command.arguments());
    if (command.name().equals("foreverypart")) {
      return Optional.of(forEveryPart(command, in));
    }
    noBlock(command);
    Optional<Step> made =
        switch (command.name()) {
          case "require" -> wrong(command, in, "\"require\" must stand before all other commands");
          case "elsif", "else" ->
              wrong(command, in, "\"" + command.name() + "\" must follow an \"if\"");
          case "stop" -> Optional.of(new Step.Stop(command.place()));
          case "set" -> Optional.of(set(in));
          case "include" -> Optional.of(include(in));
          case "return" -> returning(in);
          case "global" -> Optional.of(global(in));
          case "break" -> Optional.of(breaking(in));
          case "error" -> Optional.of(error(in));
          case "extracttext" -> {
            if (loops.isEmpty()) {
              in.error("\"extracttext\" is in no \"foreverypart\"");
            }
            yield actions.step(command, in);
          }
          case String _ -> actions.step(command, in);
        };
    in.end();
    return made;
  }

  private Optional<Step> wrong(SieveCommand command, Arguments in, String why) {
    dialect.error(command.place(), why);
    in.takeAll();
    return Optional.empty();
  }

  static String notAName(String text) {
    return "\"" + text + "\" is not the name of a variable";
  }

  // set [MODIFIER] <name: string> <value: string>
  private Step set(Arguments in) {
    dialect.demand(in.place(), "\"set\"", "variables");
    Set<Step.Modifier> modifiers = actions.modifiers(in);
    Text named = in.text("a variable's name");
    String name = named.constant().orElse("").toLowerCase(Locale.ROOT);
    boolean everybodys = name.startsWith("global.") && dialect.has("include");
    String plain = everybodys ? name.substring("global.".length()) : name;
    if (!TextReader.isName(plain)) {
      dialect.error(named.place(), notAName(name));
    }
    if (!everybodys && !shared.contains(plain)) {
      own.add(plain);
    }
    return new Step.Let(in.place(), everybodys, plain, modifiers, in.text("a value"));
  }

  // include [LOCATION] [":once"] [":optional"] <value: string>
  private Step include(Arguments in) {
    dialect.demand(in.place(), "\"include\"", "include");
    boolean personal = in.flag("personal");
    boolean global = in.flag("global");
    if (personal && global) {
      in.error("\":personal\" and \":global\" exclude each other");
    }
    boolean once = in.flag("once");
    boolean optional = in.flag("optional");
    Text name = in.text("a script's name");
    name.constant()
        .filter(text -> !isScriptName(text))
        .ifPresent(_ -> dialect.error(name.place(), "this cannot be a script's name"));
    if (name.constant().isEmpty()) {
      dialect.error(name.place(), "the name of an included script cannot hold variables");
    }
    return new Step.Include(in.place(), global, once, optional, name);
  }

  // RFC 5804 section 1.6 and RFC 6609 section 3.2
  private static boolean isScriptName(String name) {
    return !name.isBlank()
        && name.length() <= 128
        && name.chars()
            .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == '/');
  }

  private Optional<Step> returning(Arguments in) {
    dialect.demand(in.place(), "\"return\"", "include");
    return Optional.of(new Step.Return(in.place()));
  }

  // global <value: string-list>
  private Step global(Arguments in) {
    dialect.demand(in.place(), "\"global\"", "include");
    dialect.demand(in.place(), "\"global\"", "variables");
    var names = new ArrayList<String>();
    for (Text each : in.texts("the names of variables")) {
      String name = each.constant().orElse("");
      if (!TextReader.isName(name)) {
        dialect.error(each.place(), notAName(name));
      }
      // RFC 6609 section 3.4.1
      if (own.contains(name.toLowerCase(Locale.ROOT))) {
        dialect.error(each.place(), "\"" + name + "\" is a variable of this script already");
      }
      names.add(name.toLowerCase(Locale.ROOT));
    }
    shared.addAll(names);
    return new Step.Share(in.place(), names);
  }

  // error <message: string>
  private Step error(Arguments in) {
    dialect.demand(in.place(), "\"error\"", "ihave");
    return new Step.Fail(in.place(), in.text("a message"));
  }

  // foreverypart [":name" string] block
  private Step forEveryPart(SieveCommand command, Arguments in) {
    Place place = command.place();
    dialect.demand(place, "\"foreverypart\"", "foreverypart");
    Optional<String> name = in.tagText("name", "").flatMap(Text::constant);
    in.end();
    if (loops.size() >= MAX_LOOPS) {
      dialect.error(place, LOOPS);
    }
    enter(name);
    List<Step> steps = block(inside(command));
    leave();
    return new Step.ForEveryPart(place, name, steps);
  }

  /** What follows is in a loop. */
  void enter(Optional<String> name) {
    loops.add(name);
  }

  /** The loop ends. */
  void leave() {
    loops.removeLast();
  }

  // break [":name" string]
  private Step breaking(Arguments in) {
    dialect.demand(in.place(), "\"break\"", "foreverypart");
    Optional<String> name = in.tagText("name", "").flatMap(Text::constant);
    if (loops.isEmpty() || (name.isPresent() && !loops.contains(name))) {
      in.error("this \"break\" is in no such loop");
    }
    return new Step.Break(in.place(), name);
  }
}
