package org.mailstead.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;

/** No octets of a client may do more than be refused. */
class Pop3FuzzTest {
  /** What is understood is understood again when it is written as the standard writes it. */
  @FuzzTest(maxDuration = "65s")
  void command(byte[] line) {
    Command command;
    try {
      command = Command.parse(line);
    } catch (SyntaxException e) {
      assertFalse(e.why().isEmpty());
      return;
    }
    try {
      assertEquals(command, Command.parse(written(command).getBytes(UTF_8)));
    } catch (SyntaxException e) {
      throw new AssertionError(command.toString(), e);
    }
  }

  private static String written(Command command) {
    String verb = command.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    return switch (command) {
      case Command.User(String name) -> verb + " " + name;
      case Command.Pass(String password) -> verb + " " + password;
      case Command.List(var number) -> verb + (number.isPresent() ? " " + number.getAsInt() : "");
      case Command.Uidl(var number) -> verb + (number.isPresent() ? " " + number.getAsInt() : "");
      case Command.Retr(int number) -> verb + " " + positive(number);
      case Command.Dele(int number) -> verb + " " + positive(number);
      case Command.Top(int number, int lines) -> verb + " " + positive(number) + " " + lines;
      case Command.Auth(var mechanism, var initial) ->
          verb + mechanism.map(m -> " " + m).orElse("") + initial.map(i -> " " + i).orElse("");
      case Command.Stat _,
          Command.Noop _,
          Command.Rset _,
          Command.Quit _,
          Command.Capa _,
          Command.Stls _,
          Command.Utf8 _ ->
          verb;
    };
  }

  private static int positive(int number) {
    assertTrue(number >= 0);
    return number;
  }
}
