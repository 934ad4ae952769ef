package org.mailstead.formats.sieve;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a script, so that reading it gives the same commands. */
public final class SieveWriter {
  private final StringBuilder out = new StringBuilder();

  private SieveWriter() {}

  /** The script of these commands. */
  public static String write(List<SieveCommand> commands) {
    var writer = new SieveWriter();
    writer.block(commands, "");
    return writer.out.toString();
  }

  /** A string in quotes. */
  public static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void block(List<SieveCommand> commands, String indent) {
    for (SieveCommand command : commands) {
      out.append(indent).append(command.name());
      arguments(command.arguments(), command.tests());
      if (command.block().isPresent()) {
        out.append(" {\r\n");
        block(command.block().get(), indent + "  ");
        out.append(indent).append("}\r\n");
      } else {
        out.append(";\r\n");
      }
    }
  }

  private void arguments(List<SieveArgument> arguments, List<SieveTest> tests) {
    arguments.forEach(argument -> out.append(' ').append(argument(argument)));
    if (tests.size() == 1) {
      out.append(' ');
      test(tests.getFirst());
    } else if (!tests.isEmpty()) {
      String before = " (";
      for (SieveTest test : tests) {
        out.append(before);
        test(test);
        before = ", ";
      }
      out.append(')');
    }
  }

  private void test(SieveTest test) {
    out.append(test.name());
    arguments(test.arguments(), test.tests());
  }

  private static String argument(SieveArgument argument) {
    return switch (argument) {
      case SieveArgument.Tag(Place _, String name) -> ":" + name;
      case SieveArgument.Numeral(Place _, long value) -> Long.toString(value);
      case SieveArgument.Strings(Place _, List<SieveText> list, boolean bracketed) -> {
        String texts =
            list.stream().map(text -> quoted(text.value())).collect(Collectors.joining(", "));
        yield bracketed ? "[" + texts + "]" : texts;
      }
    };
  }
}
