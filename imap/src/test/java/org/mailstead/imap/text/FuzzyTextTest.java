package org.mailstead.imap.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.imap.Casemap;

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
  void otherFormsOfAWordFit() {
    assertEquals(70, score("running", "we run, and they ran"));
    assertEquals(70, score("connected", "a connection"));
    assertEquals(70, score("Häuser", "ein Haus"));
    assertEquals(70, score("Rechnungen", "Ihre RECHNUNG"));
    assertEquals(70, score("книгами", "новая книга"));
    assertEquals(0, score("running", "a runway, rust, rent"));
    assertEquals(0, score("r2d2ing", "r2d"), "what has digits has no forms");
    String many = "runa".repeat(3) + " ";
    assertEquals(70, score("running", many.repeat(1_999) + "run"));
    assertEquals(0, score("running", many.repeat(2_000) + "run"), "so many are looked at");
  }

  @Test
  void whatTheIndexIsAskedForIsAllThatFits() {
    for (String wanted : List.of("running", "Häuser", "книгами", "appointment", "ball", "x")) {
      var text = new FuzzyText(wanted);
      for (String word : List.of("run", "runs", "haus", "книга", "apointmnt", "football", "y")) {
        boolean fits = text.fitting().getFirst().test(Casemap.fold(word));
        assertEquals(text.score(word) > 0, fits, wanted + " " + word);
      }
    }
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
