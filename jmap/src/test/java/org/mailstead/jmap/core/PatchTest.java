package org.mailstead.jmap.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** PatchObjects (RFC 8620 section 5.3). */
class PatchTest {
  private static ObjectNode json(String text) {
    return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{'a': 1, 'o': {'x': {'y': 1}}, 'l': [1]}",
        "{'a': 2}|{'a': 2, 'o': {'x': {'y': 1}}, 'l': [1]}",
        "{'b': 2}|{'a': 1, 'o': {'x': {'y': 1}}, 'l': [1], 'b': 2}",
        "{'o': {}}|{'a': 1, 'o': {}, 'l': [1]}",
        "{'o/z': 1}|{'a': 1, 'o': {'x': {'y': 1}, 'z': 1}, 'l': [1]}",
        "{'o/x/y': 2}|{'a': 1, 'o': {'x': {'y': 2}}, 'l': [1]}",
        "{'o/x/y': null}|{'a': 1, 'o': {'x': {}}, 'l': [1]}",
        "{'o/x/none': null}|{'a': 1, 'o': {'x': {'y': 1}}, 'l': [1]}",
        "{'o/x/y': 2, 'o/z': 3}|{'a': 1, 'o': {'x': {'y': 2}, 'z': 3}, 'l': [1]}",
        "{'o/a~1b': 1, 'o/m~0n': 2, 'o/~01': 3}"
            + "|{'a': 1, 'o': {'x': {'y': 1}, 'a/b': 1, 'm~n': 2, '~1': 3}, 'l': [1]}",
        "{'o/': 1}|{'a': 1, 'o': {'x': {'y': 1}, '': 1}, 'l': [1]}",
        "{'l': [2, 3]}|{'a': 1, 'o': {'x': {'y': 1}}, 'l': [2, 3]}",
        "{'a': null}|{'a': null, 'o': {'x': {'y': 1}}, 'l': [1]}",
      })
  void aPatchChangesWhatItNames(String patch, String expected) {
    ObjectNode now = json("{'a': 1, 'o': {'x': {'y': 1}}, 'l': [1]}");
    ObjectNode before = now.deepCopy();
    assertEquals(json(expected), Patch.apply(now, json(patch)));
    assertEquals(before, now, "what is patched stays as it is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'l/0': 2}",
        "{'l/-': 2}",
        "{'a/b': 2}",
        "{'none/b': 2}",
        "{'o/none/b': 2}",
        "{'o/x/y/z': 2}",
        "{'/a': 2}",
        "{'o': {}, 'o/x': 1}",
        "{'o/x': 1, 'o': {}}",
        "{'o/x/y': 1, 'o/x': {}}",
        "{'o/x': {}, 'o/x/y': 1}",
      })
  void aPatchThatDoesNotFitIsInvalid(String patch) {
    ObjectNode now = json("{'a': 1, 'o': {'x': {'y': 1}}, 'l': [1]}");
    SetError error =
        assertThrows(SetError.Thrown.class, () -> Patch.apply(now, json(patch))).error();
    assertEquals("invalidPatch", error.type());
  }

  @Test
  void namesThatOnlyBeginAlikeAreNotTheSame() {
    assertEquals(
        json("{'o': {'x': 1, 'xy': 2}, 'ox': 3}"),
        Patch.apply(json("{'o': {}}"), json("{'o/x': 1, 'o/xy': 2, 'ox': 3}")));
  }
}
