package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class KeywordsTest {
  private static final Keywords NONE = new Keywords(List.of());

  @Test
  void namesCompareWithoutCaseAndTheFirstSpellingStays() {
    Keywords keywords = NONE.with(List.of("Work", "WORK", "\\sEEN")).with(List.of("work"));
    assertEquals(List.of("Work"), keywords.names());
    Flags flags = keywords.flags(List.of("wORK", "\\Seen"));
    assertEquals(List.of("\\Seen", "Work"), keywords.names(flags));
    assertTrue(flags.has(Flags.SEEN));
  }

  @Test
  void aKeywordOfAStandardGetsItsSpelling() {
    assertEquals(
        List.of("$Junk", "$Forwarded", "$own"),
        NONE.with(List.of("$JUNK", "$forwarded", "$own")).names());
  }

  @Test
  void aKeywordThatNobodyUsedHasNoBit() {
    assertEquals(Optional.empty(), NONE.flag("work"));
    assertEquals(Optional.of(Flags.DELETED), NONE.flag("\\deleted"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a(", "a)", "{", "%", "*", "\"", "\\Recent", "]", "\u00e4", "a\r"})
  void whatIsNoAtomIsRefused(String name) {
    Refused e = assertThrows(Refused.class, () -> NONE.with(List.of(name)));
    assertEquals(Problem.Kind.INVALID, e.problem().kind());
  }

  @Test
  void everyBitUpToTheLastStandsForItsOwnKeyword() {
    List<String> names = IntStream.range(0, Flags.MAX_KEYWORDS).mapToObj(i -> "k" + i).toList();
    Keywords keywords = NONE.with(names);
    assertTrue(keywords.isFull());
    for (String name : names) {
      assertEquals(List.of(name), keywords.names(keywords.flags(List.of(name))));
    }
    Refused e = assertThrows(Refused.class, () -> keywords.with(List.of("one-more")));
    assertEquals(Problem.Kind.TOO_MANY, e.problem().kind());
    assertFalse(NONE.isFull());
  }
}
