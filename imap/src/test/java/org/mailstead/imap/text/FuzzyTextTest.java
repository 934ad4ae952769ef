package org.mailstead.imap.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FuzzyTextTest {
  private static int score(String wanted, String text) {
    return new FuzzyText(wanted).score(text);
  }

  @Test
  void wordsFitWholeAsABeginningAndWithLettersAmiss() {
    assertEquals(100, score("Grusse", "viele GRÜSSE aus"));
    assertEquals(75, score("helo", "hello"));
    assertEquals(75, score("hlelo", "hello"));
    assertEquals(55, score("appointments", "apointmnts"));
    assertEquals(0, score("cat", "car"));
    assertEquals(0, score("hello", "world"));
    assertTrue(score("break", "breaking") > score("break", "breakthroughs"));
    assertEquals(40, score("ball", "football"));
    assertEquals(40, score("漢字", "日本の漢字"));
  }

  @Test
  void allWordsAreWantedInAnyOrder() {
    assertEquals(100, score("imap break", "Break; of IMAP"));
    assertEquals(0, score("imap break", "imap"));
    assertEquals(100, score("1 2", "½ a"));
    assertEquals(100, score("½", "2, 1"));
    assertEquals(100, score("", "anything"));
    assertEquals(100, score("x".repeat(100), "x".repeat(200)));
  }
}
