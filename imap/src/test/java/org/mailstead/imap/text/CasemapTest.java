package org.mailstead.imap.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.testkit.Property;

/** The collation i;unicode-casemap (RFC 5051). */
class CasemapTest {
  @Test
  void charactersBecomeTheirTitleCaseTakenApart() {
    assertEquals("HELLO, WORLD", Casemap.fold("Hello, World"));
    assertEquals("GRU\u0308ßE", Casemap.fold("grüße"));
    // DZ with caron: title case Dz with caron, which is D, z and a caron.
    assertEquals("Dz\u030c", Casemap.fold("\u01c4"));
    assertEquals("Dz\u030c", Casemap.fold("\u01c6"));
    assertEquals("Σ Σ Σ", Casemap.fold("σ ς Σ"));
    assertEquals("가", Casemap.fold("가"));
    assertEquals("𐐀", Casemap.fold("𐐨"));
    assertEquals("A", Casemap.fold("𝐀"));
  }

  @Test
  void textsAreInTheOrderOfTheirOctets() {
    List<String> ordered = List.of("", "A", "a ", "AB", "b", "e", "é", "ea", "z", "ß", "中", "𐐨");
    for (int i = 1; i < ordered.size(); i++) {
      byte[] one = Casemap.key(ordered.get(i - 1));
      byte[] other = Casemap.key(ordered.get(i));
      boolean swapped = ordered.get(i - 1).equals("é");
      int compared = java.util.Arrays.compareUnsigned(one, other);
      assertTrue(swapped ? compared > 0 : compared < 0, ordered.get(i - 1) + " " + ordered.get(i));
    }
  }

  @Test
  void whatIsFoundInPiecesIsFoundInTheFoldedText() {
    Property.holds(
        2000,
        random -> {
          String letters = "aAäÄa\u0308\u0308\u01c6zZ𝐀𐐨\ud835ß ";
          var text = new StringBuilder();
          var sought = new StringBuilder();
          for (int i = random.nextInt(12); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
          }
          for (int i = random.nextInt(3); i > 0; i--) {
            sought.append(letters.charAt(random.nextInt(letters.length())));
          }
          if (!isWhole(text) || !isWhole(sought)) {
            return;
          }
          var needle = new Needle(sought.toString());
          String folded = Casemap.fold(text.toString());
          boolean there = folded.contains(Casemap.fold(sought.toString()));
          assertEquals(there, needle.isIn(text.toString()), text + " has " + sought);
          Needle.Hunt hunt = needle.hunt();
          boolean found = hunt.in(new char[0], 0);
          for (int i = 0; i < text.length(); i++) {
            found = hunt.in(new char[] {text.charAt(i)}, 1);
          }
          assertEquals(there, found, text + " has " + sought);
        });
  }

  private static boolean isWhole(CharSequence text) {
    return new String(text.toString().getBytes(UTF_8), UTF_8).contentEquals(text);
  }

  @Test
  void accentsAndCaseDoNotMatterToASearch() {
    assertTrue(new Needle("GRUSS".replace("SS", "")).isIn("Grüße"));
    assertTrue(new Needle("GRÜ").isIn("gru\u0308n"));
    assertFalse(new Needle("GRÜ").isIn("grun"));
  }
}
