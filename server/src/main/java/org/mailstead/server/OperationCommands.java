package org.mailstead.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.admin.AdminServer;
import org.mailstead.admin.Given;
import org.mailstead.admin.Input;
import org.mailstead.admin.Operation;
import org.mailstead.identity.rights.Caller;
import org.mailstead.words.Refused;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations of administration as commands: {@code role.grant} is {@code mailstead role grant}.
 * Those that have a command of their own for people keep it; {@code --json} asks for the operation.
 */
final class OperationCommands {
  private static final String DOT = ".";

  private final Session session;
  private final AdminServer admin;

  OperationCommands(Session session) {
    this.session = session;
    this.admin = new AdminServer(() -> session.core().admin());
  }

  /** The operation that words name, such as {@code account list}. */
  Optional<Operation> named(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    return words.size() > 1
        ? admin.operation(words.get(0) + DOT + words.get(1)).or(() -> admin.operation(words.get(0)))
        : admin.operation(words.get(0));
  }

  /** Does an operation and answers in JSON. */
  int json(Operation operation, List<String> words) {
    int used = operation.id().contains(DOT) ? 2 : 1;
    CommandLine line = CommandRoot.streams(new CommandLine(spec(operation, true)), session);
    return line.execute(words.subList(used, words.size()).toArray(new String[0]));
  }

  /** Adds those that have no command of their own. */
  void addTo(CommandLine root) {
    for (Operation operation : admin.operations()) {
      String[] id = operation.id().split("\\.", 2);
      if (id.length == 1) {
        if (!root.getSubcommands().containsKey(id[0])) {
          root.addSubcommand(id[0], new CommandLine(spec(operation, false)));
        }
        continue;
      }
      CommandLine group = root.getSubcommands().get(id[0]);
      if (group == null) {
        CommandSpec made = CommandSpec.create().name(id[0]).mixinStandardHelpOptions(true);
        made.usageMessage().description(Groups.of(id[0]));
        group = new CommandLine(made);
        root.addSubcommand(id[0], group);
      }
      boolean plain = group.getCommandSpec().positionalParameters().isEmpty();
      if (plain && !group.getSubcommands().containsKey(id[1])) {
        group.addSubcommand(id[1], new CommandLine(spec(operation, false)));
      }
    }
  }

  /** What a group of commands is about. */
  private static final class Groups {
    private Groups() {}

    static String of(String name) {
      return switch (name) {
        case "role" -> "Who may administer what.";
        case "token" -> "Tokens of programs that administer.";
        case "tenant" -> "Organisations that share this server.";
        case "audit" -> "What was done by whom.";
        case "delegate" -> "Who acts for whom: in its mailboxes, and in its name.";
        case "permit" -> "Leave to look into somebody's account, for a while and with a reason.";
        case "group" -> "Addresses that deliver to others.";
        case "mail" -> "Mail for trying.";
        default -> "";
      };
    }
  }

  private CommandSpec spec(Operation operation, boolean json) {
    var run = new Run(operation, json);
    CommandSpec spec = CommandSpec.wrapWithoutInspection(run);
    run.spec = Optional.of(spec);
    String[] id = operation.id().split("\\.", 2);
    spec.name(id[id.length - 1]).mixinStandardHelpOptions(true);
    spec.usageMessage().description(operation.summary());
    int at = 0;
    for (Input input : operation.inputs()) {
      if (!input.required()) {
        spec.addOption(option(input));
      } else if (input.type() == Input.Type.TEXTS) {
        spec.addPositional(positional(input, at + "..*", "1..*"));
      } else {
        spec.addPositional(positional(input, Integer.toString(at++), "1"));
      }
    }
    return spec;
  }

  private static OptionSpec option(Input input) {
    var option =
        OptionSpec.builder(input.option())
            .type(String.class)
            .paramLabel(input.type().name())
            .description(described(input));
    return input.type() == Input.Type.FLAG
        ? option.arity("0..1").fallbackValue("true").paramLabel("true|false").build()
        : option.arity("1").build();
  }

  private static PositionalParamSpec positional(Input input, String index, String arity) {
    boolean many = input.type() == Input.Type.TEXTS;
    return PositionalParamSpec.builder()
        .index(index)
        .arity(arity)
        .required(true)
        .type(many ? List.class : String.class)
        .auxiliaryTypes(String.class)
        .paramLabel(input.name().toUpperCase(java.util.Locale.ROOT))
        .description(described(input))
        .build();
  }

  private static String described(Input input) {
    String choices =
        input.choices().stream()
            .filter(one -> !one.isEmpty())
            .reduce((a, b) -> a + ", " + b)
            .map(words -> " " + words + ".")
            .orElse("");
    return (input.doc() + choices).replace("%", "%%");
  }

  /** Runs one operation with what was typed. */
  final class Run implements java.util.concurrent.Callable<Integer> {
    private final Operation operation;
    private final boolean json;
    private Optional<CommandSpec> spec = Optional.empty();

    Run(Operation operation, boolean json) {
      this.operation = operation;
      this.json = json;
    }

    @Override
    public Integer call() {
      try {
        Operation.Result result = admin.run(Caller.operator(), operation, given());
        session.out().print(json ? asJson(result) : Shown.of(result));
        return ExitCode.OK;
      } catch (Refused e) {
        if (!json) {
          throw e;
        }
        var told = new LinkedHashMap<String, Object>();
        told.put("key", e.problem().key());
        told.put("kind", e.problem().kind().name());
        told.put("arguments", e.problem().arguments());
        session.out().println(Shown.json(Map.of("problem", told)));
        return ExitCode.REFUSED;
      }
    }

    private Given given() {
      CommandSpec typed = spec.orElseThrow();
      List<String> words = new ArrayList<>();
      for (PositionalParamSpec one : typed.positionalParameters()) {
        Object value = one.getValue();
        if (value instanceof List<?> many) {
          many.forEach(each -> words.add(each.toString()));
        } else if (value != null) {
          words.add(value.toString());
        }
      }
      Map<String, String> options = new HashMap<>();
      for (OptionSpec one : typed.options()) {
        Object value = one.getValue();
        if (value != null && !one.usageHelp() && !one.versionHelp()) {
          options.put(one.longestName(), value.toString());
        }
      }
      return Given.of(operation, words, options);
    }
  }

  private static String asJson(Operation.Result result) {
    return switch (result) {
      case Operation.Result.Body(ObjectNode json) -> json.toPrettyString() + "\n";
      case Operation.Result.Done() -> "{}\n";
      case Operation.Result.Lines(String text) -> text;
    };
  }
}
