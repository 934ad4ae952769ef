package org.mailstead.jmap.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Words that are looked for (RFC 8621 section 4.4.1). */
class SoughtTextTest {
  private static void parts(String text, String... parts) {
    List<String> found =
        SoughtText.parse(text).parts().stream()
            .map(part -> part.phrase() ? "<" + part.text() + ">" : part.text())
            .toList();
    assertEquals(List.of(parts), found, text);
  }

  @Test
  void wordsAndPhrasesAreTakenApart() {
    parts("");
    parts(" \t ");
    parts("one  Two", "one", "Two");
    parts("\"one two\" three", "<one two>", "three");
    parts("'one  two'", "<one  two>");
    parts("\"a \\\"b\\\" c\"", "<a \"b\" c>");
    parts("'it\\'s'", "<it's>");
    parts("\"a\\\\b\"", "<a\\b>");
    parts("don't", "don't");
    parts("\"open", "\"open");
    parts("\"\" x", "x");
    parts("big* \"big*\"", "big*", "<big*>");
  }

  @Test
  void allMustBeThere() {
    SoughtText sought = SoughtText.parse("\"big  cat\" dog");
    assertTrue(sought.isIn(SoughtText.fold("DOG and Big\ncat")));
    assertTrue(!sought.isIn(SoughtText.fold("dog and cat")));
    assertTrue(SoughtText.parse(" ").isIn(""));
  }
}
