package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.sieve.SieveError;

/** What is wrong with a script is said all at once, each at its place. */
class ScriptCompilerTest {
  private static List<String> errors(String script) {
    return switch (ScriptCompiler.compile("test", script.getBytes(UTF_8))) {
      case Compiled.Right _ -> List.of();
      case Compiled.Wrong(var errors) -> errors.stream().map(SieveError::toString).toList();
    };
  }

  @Test
  void saysAllErrorsWithTheirPlaces() {
    assertEquals(
        List.of(
            "line 1, column 11: the extension \"telepathy\" is not known",
            "line 2, column 1: \"fileinto\" needs: require \"fileinto\";",
            "line 3, column 4: \"header\" lacks the keys to compare with",
            "line 3, column 27: the command \"stpo\" is not known",
            "line 4, column 10: \"nobody\" is not an address"),
        errors(
            """
            require [ "telepathy"];
            fileinto "a";
            if header :is "subject" { stpo; }
            redirect "nobody";
            """));
  }

  @Test
  void aTagOfAnExtensionNeedsItsRequire() {
    assertEquals(
        List.of("line 2, column 10: \":copy\" needs: require \"copy\";"),
        errors("require \"fileinto\";\nfileinto :copy \"a\";"));
    assertEquals(List.of(), errors("require [\"fileinto\", \"copy\"]; fileinto :copy \"a\";"));
  }

  @Test
  void whatIsBehindAnIhaveThatIsFalseMayUseAnything() {
    assertEquals(
        List.of(),
        errors(
            """
            require "ihave";
            if ihave "telepathy" { guess :deep "what"; } else { keep; }
            if allof (ihave "telepathy", guessed "what") { keep; }
            """));
    assertEquals(1, errors("if false { guess; }").size());
  }

  @Test
  void aRequireStandsFirst() {
    assertEquals(
        List.of("line 1, column 7: \"require\" must stand before all other commands"),
        errors("keep; require \"fileinto\";"));
  }

  @Test
  void aRegularExpressionThatIsTooLargeIsRefused() {
    String script = "require \"regex\"; if header :regex \"s\" \"%s\" { keep; }";
    assertEquals(List.of(), errors(script.formatted("a{1,50}")));
    assertTrue(errors(script.formatted("((a{1,900}){1,900}){1,900}")).getFirst().contains("large"));
    assertTrue(errors(script.formatted("a(")).getFirst().contains("wrong"));
  }

  @Test
  void variablesAreReadOnlyWhereTheyAreRequired() {
    var plain =
        assertInstanceOf(
            Compiled.Right.class,
            ScriptCompiler.compile("a", "redirect \"${1}@example.org\";".getBytes(UTF_8)));
    var redirect = assertInstanceOf(Step.Redirect.class, plain.program().steps().getFirst());
    assertEquals("${1}@example.org", redirect.address().constant().orElseThrow());
    assertEquals(
        List.of("line 1, column 32: match values go up to ${32}"),
        errors("require \"variables\"; if string \"${33}\" \"\" { keep; }"));
  }

  @Test
  void errorsAreBounded() {
    assertEquals(100, errors("guess;".repeat(5000)).size());
  }
}
