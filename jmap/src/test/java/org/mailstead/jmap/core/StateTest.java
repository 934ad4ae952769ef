package org.mailstead.jmap.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.testkit.Property;

/** States are read as they were told, and nothing else is one. */
class StateTest {
  @Test
  void aStateIsReadAsItWasTold() {
    Property.holds(
        100,
        random -> {
          var state =
              new State(
                  random.nextLong() >>> random.nextInt(1, 64),
                  random.nextBoolean() ? 0 : random.nextLong() >>> random.nextInt(1, 64),
                  random.nextBoolean() ? "" : Integer.toUnsignedString(random.nextInt(), 36));
          assertEquals(Optional.of(state), State.parse(state.toString()));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-x",
        ".1",
        "1.",
        "1.x",
        "1.-1",
        "é",
        "1 ",
        "1.1.1",
        "zzzzzzzzzzzzzzzzzz",
        "3w5e11264sgsf",
        "1.99999999999999999999",
        "\u0000"
      })
  void whatWasNeverToldIsNone(String text) {
    assertEquals(Optional.empty(), State.parse(text));
  }
}
